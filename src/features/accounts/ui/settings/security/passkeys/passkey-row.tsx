"use client";
import { useState } from "react";
import { z } from "zod";
import { renamePasskeyInput } from "#features/accounts/passkeys/contract.ts";
import type { PasskeyView } from "#features/accounts/passkeys/contract.ts";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import { Field } from "#ui/form/fields/field.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import { Age } from "#ui/format/figures.tsx";
import { formatDay } from "#ui/format/format.ts";
import classes from "./passkeys.module.css";

type PasskeyRowProps = {
  passkey: PasskeyView;
  onRenamed: (renamed: PasskeyView) => void;
  onRemove: () => void;
};

const onlyName = z.strictObject({ name: renamePasskeyInput.shape.name });

export function PasskeyRow({ passkey, onRenamed, onRemove }: PasskeyRowProps) {
  const [isRenaming, setRenaming] = useState(false);
  const { name, addedAt, lastUsedAt, isSynced } = passkey;
  if (isRenaming) {
    return (
      <li className={classes.passkey}>
        <RenameForm
          passkey={passkey}
          onRenamed={(renamed) => {
            setRenaming(false);
            onRenamed(renamed);
          }}
          onCancel={() => setRenaming(false)}
        />
      </li>
    );
  }
  return (
    <li className={classes.passkey}>
      <div className={classes.words}>
        <bdi className={classes.name}>{name}</bdi>
        <small>
          Added <span data-time={addedAt}>{formatDay(addedAt)}</span> ·{" "}
          {lastUsedAt === null ? (
            "not used yet"
          ) : (
            <>
              used <Age atMs={lastUsedAt} /> ago
            </>
          )}
          {isSynced && " · on all devices of its password manager"}
        </small>
      </div>
      <div className={form.actions}>
        <Button label={`Rename ${name}`} onPress={() => setRenaming(true)}>
          Rename
        </Button>
        <Button tone="danger" label={`Remove ${name}`} onPress={onRemove}>
          Remove
        </Button>
      </div>
    </li>
  );
}

type RenameFormProps = Pick<PasskeyRowProps, "passkey" | "onRenamed"> & { onCancel: () => void };

function RenameForm({ passkey, onRenamed, onCancel }: RenameFormProps) {
  const rename = trpc.account.renamePasskey.useMutation();
  const fields = useZodForm({
    schema: onlyName,
    initial: { name: passkey.name },
    send: async ({ name }) => onRenamed(await rename.mutateAsync({ id: passkey.id, name })),
  });
  return (
    <div className={classes.rename}>
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
