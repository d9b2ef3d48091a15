"use client";
import { useState } from "react";
import { MAX_CHARACTERS, nameCharacterInput } from "#features/trades/characters/contract.ts";
import type { Character } from "#features/trades/characters/contract.ts";
import { useRefreshLedger } from "#features/trades/ui/use-ledger.ts";
import { trpc } from "#trpc/client.tsx";
import { Field } from "#ui/form/fields/field.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import { Section, StatusMessage } from "#ui/layout/section.tsx";
import { CharacterRow } from "./character-row.tsx";
import classes from "./settings.module.css";

export function CharactersSection({ characters }: { characters: readonly Character[] }) {
  const [message, setMessage] = useState("");
  const refresh = useRefreshLedger();
  const onDone = async (done: string) => {
    await refresh();
    setMessage(done);
  };
  return (
    <Section
      title="Characters"
      lead="The characters that you trade with, oldest first. Each has lots and buy limits of its own. A trade that names no character belongs to the first one."
    >
      {characters.length === 0 ? (
        <p>You have no character yet. Your first trade makes one that is called Main.</p>
      ) : (
        <ul className={classes.characters} aria-label="Your characters">
          {characters.map((character) => (
            <CharacterRow
              key={character.id}
              character={character}
              others={characters.filter(({ id }) => id !== character.id)}
              onDone={onDone}
            />
          ))}
        </ul>
      )}
      <StatusMessage>{message}</StatusMessage>
      {characters.length < MAX_CHARACTERS ? (
        <AddForm onDone={onDone} />
      ) : (
        <p>
          {characters.length} of {MAX_CHARACTERS} characters. Delete one to add another.
        </p>
      )}
    </Section>
  );
}

function AddForm({ onDone }: { onDone: (message: string) => Promise<void> }) {
  const { mutateAsync } = trpc.characters.create.useMutation();
  const fields = useZodForm({
    schema: nameCharacterInput,
    initial: { name: "" },
    send: async (typed) => {
      const { name } = await mutateAsync(typed);
      fields.reset();
      await onDone(`“${name}” is added.`);
    },
  });
  return (
    <Form
      form={fields}
      actions={
        <div className={form.actions}>
          <SubmitButton form={fields} tone="quiet" label="Add the character" busyLabel="Adding…" />
        </div>
      }
    >
      <Field
        label="New character"
        hint="Its name in the game"
        autoComplete="off"
        enterKeyHint="done"
        maxLength={40}
        binding={fields.field("name")}
      />
    </Form>
  );
}
