"use client";
import { useEffect, useRef, useState } from "react";
import { z } from "zod";
import type { Character } from "#features/trades/characters/contract.ts";
import { SelectField } from "#features/trades/ui/entry/select-field.tsx";
import { choiceText } from "#features/trades/ui/entry/text-fields.ts";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import { readFailure } from "#ui/form/failure.ts";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import { formatExact } from "#ui/format/format.ts";
import classes from "./settings.module.css";

export type CharacterRowProps = {
  character: Character;
  /** Those that can take its trades. */
  others: readonly Character[];
  /** Loads the list again, and says what was done. */
  onDone: (message: string) => Promise<void>;
};

type DeleteCharacterProps = CharacterRowProps & { onCancel: () => void };

const withHeir = z.object({ mergeInto: z.string().min(1, "Choose the character that takes the trades") });
const withoutHeir = z.object({ mergeInto: choiceText });

/** Asks before a character is deleted, and which one takes its trades, if it has any. */
export function DeleteCharacter({ character, others, onDone, onCancel }: DeleteCharacterProps) {
  const { id, name, trades } = character;
  // Goods that were moved to a character are trades of the one they came from, and yet need somewhere to go.
  const [wasRefused, setRefused] = useState(false);
  const hasTrades = trades > 0 || wasRefused;
  const { mutateAsync } = trpc.characters.delete.useMutation();
  const fields = useZodForm({
    schema: hasTrades ? withHeir : withoutHeir,
    initial: { mergeInto: "" },
    send: async ({ mergeInto }) => {
      try {
        await mutateAsync({ id, ...(mergeInto !== undefined && { mergeInto }) });
      } catch (error) {
        if (readFailure(error, ["mergeInto"], 0).fields["mergeInto"] !== undefined) setRefused(true);
        throw error;
      }
      await onDone(`“${name}” is deleted.`);
    },
  });
  const part = useRef<HTMLDivElement>(null);
  useEffect(() => part.current?.querySelector<HTMLElement>("select, button")?.focus(), []);
  const counted =
    trades === 1 ? "Its trade" : trades > 1 ? `Its ${formatExact(trades)} trades` : "Its trades";
  if (hasTrades && others.length === 0) {
    return (
      <div ref={part} className={classes.form}>
        <p>{counted} would belong to nobody. Add another character first, which takes them.</p>
        <div className={form.actions}>
          <Button onPress={onCancel}>Keep it</Button>
        </div>
      </div>
    );
  }
  return (
    <div ref={part} className={classes.form}>
      <p>
        {hasTrades ? (
          <>
            Delete <bdi>{name}</bdi>? {counted} go to the character that you choose, and your ledger is
            computed anew. That they were of <bdi>{name}</bdi> cannot be brought back, nor can what you
            entered as its coins in offers.
          </>
        ) : (
          <>
            Delete <bdi>{name}</bdi>? It has no trades. What you entered as its coins in offers goes with it.
          </>
        )}
      </p>
      <Form
        form={fields}
        actions={
          <div className={form.actions}>
            <SubmitButton form={fields} tone="danger" label="Delete the character" busyLabel="Deleting…" />
            <Button onPress={onCancel}>Keep it</Button>
          </div>
        }
      >
        {hasTrades && (
          <SelectField
            label="Its trades go to"
            options={[["", "Choose a character"], ...others.map((each) => [each.id, each.name] as const)]}
            binding={fields.field("mergeInto")}
          />
        )}
      </Form>
    </div>
  );
}
