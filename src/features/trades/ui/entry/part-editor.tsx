"use client";
import { ItemField } from "#features/trades/ui/items/item-field.tsx";
import type { Items } from "#features/trades/ui/items/use-items.ts";
import { Button } from "#ui/form/button.tsx";
import form from "#ui/form/form.module.css";
import { CloseIcon } from "#ui/icons/icons.tsx";
import classes from "./entry.module.css";
import type { Part } from "./part.ts";

const MOST = 12;
let keys = 0;
export const emptyPart = (): Part => ({ key: (keys += 1), item: null, quantity: "" });

type PartEditorProps = {
  title: string;
  parts: readonly Part[];
  items: Items;
  onChange: (parts: readonly Part[]) => void;
};

/** The goods that a conversion uses up, or makes. */
export function PartEditor({ title, parts, items, onChange }: PartEditorProps) {
  const set = (key: number, change: Partial<Part>) =>
    onChange(parts.map((part) => (part.key === key ? { ...part, ...change } : part)));
  return (
    <fieldset className={classes.parts}>
      <legend>{title}</legend>
      {parts.map((part) => (
        <div key={part.key} className={classes.part}>
          <ItemField
            label={`${title}: item`}
            isLabelHidden
            placeholder="Item"
            items={items}
            chosen={part.item}
            onChoose={(item) => set(part.key, { item })}
          />
          <input
            className={form.input}
            aria-label={`${title}: quantity`}
            placeholder="Quantity"
            autoComplete="off"
            value={part.quantity}
            onChange={({ target }) => set(part.key, { quantity: target.value })}
          />
          <button
            type="button"
            className={classes.remove}
            aria-label={`Remove ${part.item?.name ?? "the row"}`}
            disabled={parts.length === 1}
            onClick={() => onChange(parts.filter(({ key }) => key !== part.key))}
          >
            <CloseIcon size={14} />
          </button>
        </div>
      ))}
      {parts.length < MOST && (
        <Button tone="link" onPress={() => onChange([...parts, emptyPart()])}>
          Another item
        </Button>
      )}
    </fieldset>
  );
}
