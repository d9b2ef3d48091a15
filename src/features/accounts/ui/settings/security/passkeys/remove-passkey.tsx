"use client";
import { useState } from "react";
import { z } from "zod";
import type { ZodType } from "zod";
import type { RemovePasskeyInput, PasskeyView } from "#features/accounts/passkeys/contract.ts";
import { signWithPasskey } from "#features/accounts/ui/passkey/browser-passkey.ts";
import { useCurrentUser } from "#features/accounts/ui/settings/current-user.tsx";
import {
  ByBackupCode,
  passwordShape,
} from "#features/accounts/ui/settings/security/confirm/by-backup-code.tsx";
import { CurrentPasswordField } from "#features/accounts/ui/settings/security/confirm/current-password-field.tsx";
import {
  ReauthenticationFields,
  RequireMailedCode,
  reauthenticationSchema,
} from "#features/accounts/ui/settings/security/confirm/reauthentication.tsx";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";

type RemovePasskeyProps = {
  passkey: PasskeyView;
  /** Whether no other second factor is left. */
  isLast: boolean;
  onRemoved: () => void;
  onCancel: () => void;
};

type FormProps = { send: (input: RemovePasskeyInput) => Promise<void>; id: string; onCancel: () => void };

const LABELS = { label: "Remove the passkey", busyLabel: "Removing it…" };

/** Confirms a removal: the last second factor itself, or a backup code for a lost one; else the owner. */
export function RemovePasskey({ passkey, isLast, onRemoved, onCancel }: RemovePasskeyProps) {
  const [isLost, setLost] = useState(false);
  const remove = trpc.account.removePasskey.useMutation();
  const send = async (input: RemovePasskeyInput) => {
    await remove.mutateAsync(input);
    onRemoved();
  };
  const { id, name } = passkey;
  const forms = { send, id, onCancel };
  if (!isLast) {
    return (
      <>
        <Consequence name={name}>It will not sign in any more.</Consequence>
        <RequireMailedCode onCancel={onCancel}>
          <ByOwner {...forms} />
        </RequireMailedCode>
      </>
    );
  }
  return (
    <>
      <Consequence name={name}>
        It is your last second factor: signing in takes only your password or a mailed code then, and your
        backup codes no longer work.
      </Consequence>
      {isLost ? (
        <ByBackupCode
          {...LABELS}
          lead="Without the passkey it takes one of your backup codes and a code from your mail."
          send={(proof) => send({ id, ...proof })}
          onCancel={onCancel}
          other="Use the passkey"
          onOther={() => setLost(false)}
        />
      ) : (
        <ByPasskey {...forms} onLost={() => setLost(true)} />
      )}
    </>
  );
}

const Consequence = ({ name, children }: { name: string; children: string }) => (
  <p>
    Remove <bdi className={form.strong}>{name}</bdi>? {children}
  </p>
);

function ByOwner({ send, id, onCancel }: FormProps) {
  const { hasPassword } = useCurrentUser();
  const fields = useZodForm({
    schema: reauthenticationSchema(hasPassword),
    initial: { password: "", mailCode: "" },
    send: (proof) => send({ id, ...proof }),
  });
  return (
    <Form
      form={fields}
      actions={
        <div className={form.actions}>
          <SubmitButton form={fields} tone="danger" {...LABELS} />
          <Button onPress={onCancel}>Cancel</Button>
        </div>
      }
    >
      <ReauthenticationFields fields={fields} />
    </Form>
  );
}

function ByPasskey({ send, id, onCancel, onLost }: FormProps & { onLost: () => void }) {
  const { hasPassword } = useCurrentUser();
  const start = trpc.account.startPasskeyRemoval.useMutation();
  const schema: ZodType<{ password?: string | undefined }> = z.object(passwordShape(hasPassword));
  const fields = useZodForm({
    schema,
    initial: { password: "" },
    send: async ({ password }) => {
      const passkey = await signWithPasskey(await start.mutateAsync());
      await send({ id, password, passkey });
    },
  });
  return (
    <Form
      form={fields}
      actions={
        <div className={form.actions}>
          <SubmitButton form={fields} tone="danger" {...LABELS} />
          <Button onPress={onCancel}>Cancel</Button>
          <Button tone="link" onPress={onLost}>
            I have lost the passkey
          </Button>
        </div>
      }
    >
      <CurrentPasswordField fields={fields} takesFocus />
    </Form>
  );
}
