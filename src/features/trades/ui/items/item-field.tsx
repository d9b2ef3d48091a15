"use client";
import { useId, useState } from "react";
import form from "#ui/form/form.module.css";
import classes from "./items.module.css";
import { Suggestions, optionId } from "./suggestions.tsx";
import type { FoundItem, Items } from "./use-items.ts";
import { useSuggestions } from "./use-suggestions.ts";

type ItemFieldProps = {
  label: string;
  items: Items;
  chosen: FoundItem | null;
  error?: string | null;
  placeholder?: string;
  isLabelHidden?: boolean;
  onChoose: (item: FoundItem | null) => void;
};

/** A field for an item: names, nicknames, parts of names and ids are completed. Leaving it takes the best match. */
export function ItemField({ label, items, chosen, error = null, onChoose, ...more }: ItemFieldProps) {
  const id = useId();
  const [text, setText] = useState(chosen?.name ?? "");
  const [last, setLast] = useState(chosen?.id);
  // Chosen or cleared elsewhere, or named only now that the items have come.
  if (chosen?.id !== last) {
    setLast(chosen?.id);
    setText(chosen?.name ?? "");
  }
  const [isOpen, setOpen] = useState(false);
  const take = (item: FoundItem | null) => {
    setLast(item?.id);
    setText(item?.name ?? "");
    onChoose(item);
  };
  const { best, shown, active, pick, onKey } = useSuggestions(items, isOpen ? text : "", take);
  return (
    <div className={`${form.field} ${classes.field}`}>
      <label htmlFor={id} className={more.isLabelHidden === true ? "sr-only" : undefined}>
        {label}
      </label>
      <span className={form.box}>
        <input
          id={id}
          className={form.input}
          role="combobox"
          aria-expanded={shown.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={active < 0 ? undefined : optionId(`${id}-list`, active)}
          aria-invalid={error !== null}
          aria-describedby={error === null ? undefined : `${id}-note`}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          placeholder={more.placeholder}
          value={text}
          onChange={({ target }) => {
            setOpen(true);
            setText(target.value);
            if (target.value.trim() === "") take(null);
          }}
          onKeyDown={(event) => {
            if (!onKey(event) && event.key === "Enter" && isOpen && best !== null) {
              event.preventDefault();
              pick(best);
              setOpen(false);
            }
          }}
          onBlur={() => {
            if (isOpen && text.trim() !== "" && text !== chosen?.name) take(best);
            setOpen(false);
          }}
        />
      </span>
      <Suggestions id={`${id}-list`} items={shown} active={active} onPick={pick} />
      {error !== null && (
        <span id={`${id}-note`} className={form.note} data-bad>
          {error}
        </span>
      )}
    </div>
  );
}
