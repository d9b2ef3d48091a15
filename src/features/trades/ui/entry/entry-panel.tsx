"use client";
import { useState } from "react";
import { ItemField } from "#features/trades/ui/items/item-field.tsx";
import type { FoundItem, Items } from "#features/trades/ui/items/use-items.ts";
import type { Done } from "#features/trades/ui/use-ledger.ts";
import { trpc } from "#trpc/client.tsx";
import { Form } from "#ui/form/form.tsx";
import kit from "#ui/form/form.module.css";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import { SidePanel } from "#ui/panels/side-panel.tsx";
import { EntryFields } from "./entry-fields.tsx";
import { blank, entryKinds, entrySchema } from "./entry-schema.ts";
import type { EntryKind } from "./entry-schema.ts";
import { PartEditor, emptyPart } from "./part-editor.tsx";
import { SelectField } from "./select-field.tsx";
import { toAdd } from "./to-trade.ts";

const isKind = (text: string): text is EntryKind => entryKinds.some(([kind]) => kind === text);

type EntryPanelProps = {
  items: Items;
  characters: readonly { id: string; name: string }[];
  done: Done;
  onClose: () => void;
};

/** A form for trades of any kind. It stays open for the next one. */
export function EntryPanel({ items, characters, done, onClose }: EntryPanelProps) {
  const [kind, setKind] = useState<EntryKind>("flip");
  const [item, setItem] = useState<FoundItem | null>(null);
  const [inputs, setInputs] = useState(() => [emptyPart()] as readonly ReturnType<typeof emptyPart>[]);
  const [outputs, setOutputs] = useState(() => [emptyPart()] as readonly ReturnType<typeof emptyPart>[]);
  const { mutateAsync: addTrades } = trpc.trades.add.useMutation();
  const { mutateAsync: addFlip } = trpc.flips.addFlip.useMutation();
  const form = useZodForm({
    schema: entrySchema,
    initial: { kind: "flip", ...blank },
    send: async (values) => {
      const added = toAdd(values, { itemId: item?.id ?? null, inputs, outputs, items });
      const change =
        "flip" in added ? (await addFlip(added.flip)).change : await addTrades({ trades: [added.trade] });
      const name = kind === "conversion" ? "Conversion" : (item?.name ?? "Trade");
      done.changed(`${name}: added.`, change);
      form.reset();
      form.field("kind").onText(kind);
      setItem(null);
      setInputs([emptyPart()]);
      setOutputs([emptyPart()]);
    },
  });
  const choose = (text: string) => {
    if (!isKind(text)) return;
    setKind(text);
    form.field("kind").onText(text);
  };
  return (
    <SidePanel label="Add a flip or a trade" title="Add a flip or a trade" onClose={onClose}>
      <Form
        form={form}
        actions={
          <div className={kit.actions}>
            <SubmitButton form={form} label="Add" busyLabel="Adding…" tone="primary" />
          </div>
        }
      >
        <SelectField
          label="What happened"
          options={entryKinds}
          binding={{ name: "kind", value: kind, onText: choose }}
        />
        {kind === "conversion" ? (
          <>
            <PartEditor title="Used up" parts={inputs} items={items} onChange={setInputs} />
            <PartEditor title="Made" parts={outputs} items={items} onChange={setOutputs} />
          </>
        ) : (
          <ItemField label="Item" items={items} chosen={item} onChoose={setItem} />
        )}
        <EntryFields
          kind={kind}
          form={form}
          characters={characters}
          alchGp={item === null ? null : items.pricesOf(item.id).highalch}
        />
      </Form>
    </SidePanel>
  );
}
