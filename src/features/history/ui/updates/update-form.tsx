"use client";
import { useState } from "react";
import { gameUpdateKinds } from "#features/history/contract.ts";
import type { GameUpdate, SaveUpdateInput } from "#features/history/contract.ts";
import { Button } from "#ui/form/button.tsx";
import { Field } from "#ui/form/fields/field.tsx";
import { Form } from "#ui/form/form.tsx";
import kit from "#ui/form/form.module.css";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import { fieldsOf, formSchema, noFields } from "./form-schema.ts";
import { KindField } from "./kind-field.tsx";
import { UtcField } from "./utc-field.tsx";

type UpdateFormProps = {
  /** The update to edit; null for a new one. */
  update: GameUpdate | null;
  save: (input: SaveUpdateInput) => Promise<GameUpdate>;
  onSaved: (saved: GameUpdate, former: GameUpdate | null) => void;
  onCancel: () => void;
};

const NAMES = ["at", "kind", "title", "url"] as const;

export function UpdateForm({ update, save, onSaved, onCancel }: UpdateFormProps) {
  const [schema] = useState(() => formSchema(update?.id));
  const [initial] = useState(() => (update === null ? noFields : fieldsOf(update)));
  const form = useZodForm({
    schema,
    initial,
    send: async (input) => onSaved(await save(input), update),
  });
  const isTouched = NAMES.some((name) => form.field(name).value !== initial[name]);
  return (
    // Only handles keys that bubble up; the focus is on the fields.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      onKeyDown={(event) => {
        // Esc does not discard changes; that takes Cancel.
        if (event.key === "Escape" && isTouched) event.preventDefault();
      }}
    >
      <Form
        form={form}
        actions={
          <div className={kit.actions}>
            <SubmitButton
              form={form}
              label={update === null ? "Add update" : "Save update"}
              busyLabel="Saving…"
            />
            <Button onPress={onCancel}>Cancel</Button>
          </div>
        }
      >
        <UtcField label="When" binding={form.field("at")} />
        <KindField binding={form.field("kind")} kinds={gameUpdateKinds} />
        <Field label="Title" hint="Shown at the mark" binding={form.field("title")} autoComplete="off" />
        <Field
          label="Link"
          hint="Optional: to the makers’ own words"
          binding={form.field("url")}
          autoComplete="off"
        />
      </Form>
    </div>
  );
}
