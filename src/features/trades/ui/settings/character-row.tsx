"use client";
import { useState } from "react";
import { nameCharacterInput } from "#features/trades/characters/contract.ts";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import { Field } from "#ui/form/fields/field.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import { formatExact } from "#ui/format/format.ts";
import { DeleteCharacter } from "./delete-character.tsx";
import type { CharacterRowProps } from "./delete-character.tsx";
import classes from "./settings.module.css";

export function CharacterRow({ character, others, onDone }: CharacterRowProps) {
  const [open, setOpen] = useState<"rename" | "delete" | null>(null);
  const { name, trades } = character;
  const close = () => setOpen(null);
  if (open === "delete") {
    return (
      <li className={classes.character}>
        <DeleteCharacter character={character} others={others} onDone={onDone} onCancel={close} />
      </li>
    );
  }
  if (open === "rename") {
    return (
      <li className={classes.character}>
        <RenameForm
          character={character}
          onCancel={close}
          onDone={async (message) => {
            await onDone(message);
            close();
          }}
        />
      </li>
    );
  }
  return (
    <li className={classes.character}>
      <div className={classes.words}>
        <bdi className={classes.name}>{name}</bdi>
        <small>{trades === 1 ? "1 trade" : `${formatExact(trades)} trades`}</small>
      </div>
      <div className={form.actions}>
        <Button label={`Rename ${name}`} onPress={() => setOpen("rename")}>
          Rename
        </Button>
        <Button tone="danger" label={`Delete ${name}`} onPress={() => setOpen("delete")}>
          Delete
        </Button>
      </div>
    </li>
  );
}

type RenameFormProps = Omit<CharacterRowProps, "others"> & { onCancel: () => void };

function RenameForm({ character: { id, name: before }, onDone, onCancel }: RenameFormProps) {
  const { mutateAsync } = trpc.characters.rename.useMutation();
  const fields = useZodForm({
    schema: nameCharacterInput,
    initial: { name: before },
    send: async ({ name }) => {
      await mutateAsync({ id, name });
      await onDone(`“${before}” is now called “${name}”.`);
    },
  });
  return (
    <div className={classes.form}>
      <Form
        form={fields}
        actions={
          <div className={form.actions}>
            <SubmitButton form={fields} label="Rename" busyLabel="Renaming…" />
            <Button onPress={onCancel}>Cancel</Button>
          </div>
        }
      >
        <Field
          label="New name"
          autoComplete="off"
          maxLength={40}
          enterKeyHint="done"
          takesFocus
          binding={fields.field("name")}
        />
      </Form>
    </div>
  );
}
