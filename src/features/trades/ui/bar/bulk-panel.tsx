"use client";
import { z } from "zod";
import type { LedgerChange } from "#features/trades/entry/contract.ts";
import { SelectField } from "#features/trades/ui/entry/select-field.tsx";
import { choiceText, noteText } from "#features/trades/ui/entry/text-fields.ts";
import entry from "#features/trades/ui/entry/entry.module.css";
import { trpc } from "#trpc/client.tsx";
import { FormRefusal } from "#ui/form/failure.ts";
import { Field } from "#ui/form/fields/field.tsx";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import { SidePanel } from "#ui/panels/side-panel.tsx";

type BulkPanelProps = {
  ids: readonly string[];
  title: string;
  characters: readonly { id: string; name: string }[];
  onSaved: (change: LedgerChange) => void;
  onClose: () => void;
};

/** The id of a lot's purchase without the number of the lot. */
const tradeId = (id: string): string => id.slice(0, 36);

/** The same change of several trades. */
export function BulkPanel({ ids, title, characters, onSaved, onClose }: BulkPanelProps) {
  const { mutateAsync } = trpc.trades.update.useMutation();
  const form = useZodForm({
    schema: z.object({ character: choiceText, note: noteText }),
    initial: { character: "", note: "" },
    send: async ({ character, note }) => {
      if (character === undefined && note === undefined)
        throw new FormRefusal("Fill in what is to be changed.");
      const change = { character, note };
      onSaved(await mutateAsync({ ids: [...new Set(ids.map(tradeId))], change }));
    },
  });
  return (
    <SidePanel label={title} title={title} onClose={onClose}>
      <Form
        form={form}
        actions={<SubmitButton form={form} label="Save" busyLabel="Saving…" tone="primary" />}
      >
        <p className={entry.lead}>What is left empty stays as it is.</p>
        {characters.length > 1 && (
          <SelectField
            label="Character"
            options={[["", "As it is"], ...characters.map(({ id, name }) => [id, name] as const)]}
            binding={form.field("character")}
          />
        )}
        <Field label="Note" binding={form.field("note")} autoComplete="off" maxLength={500} takesFocus />
      </Form>
    </SidePanel>
  );
}
