"use client";
import { confirmTotpInput } from "#features/accounts/contract.ts";
import type { TotpStarted } from "#features/accounts/contract.ts";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import { CodeField } from "#ui/form/fields/code-field.tsx";
import { CopyButton } from "#ui/form/copy-button.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import { QrCode } from "./qr-code.tsx";
import classes from "./totp.module.css";

type ConfirmTotpProps = { started: TotpStarted; onConfirmed: () => void; onCancel: () => void };

/** Groups a secret in fours for typing. */
const spaced = (secret: string): string => secret.match(/.{1,4}/g)?.join(" ") ?? secret;

/** Turns the second factor on after a code from the app has proved that it works. */
export function ConfirmTotp({ started, onConfirmed, onCancel }: ConfirmTotpProps) {
  const confirm = trpc.account.confirmTotp.useMutation();
  const fields = useZodForm({
    schema: confirmTotpInput,
    initial: { code: "" },
    send: async (typed) => {
      await confirm.mutateAsync(typed);
      onConfirmed();
    },
  });
  return (
    <div className={classes.confirm}>
      <QrCode text={started.uri} label="QR code for your authenticator app" />
      <div className={classes.steps}>
        <p>
          Scan this with an authenticator app. On the same phone, <a href={started.uri}>open the app</a>, or
          type this secret into it:
        </p>
        <p className={classes.secret}>
          <code>{spaced(started.secret)}</code>
          <CopyButton text={started.secret} label="Copy the secret" />
        </p>
        <Form
          form={fields}
          actions={
            <div className={form.actions}>
              <SubmitButton form={fields} label="Turn on" busyLabel="Checking…" />
              <Button onPress={onCancel}>Cancel</Button>
            </div>
          }
        >
          <CodeField
            label="Code that the app shows"
            takesFocus
            binding={fields.field("code")}
            onComplete={fields.submit}
          />
        </Form>
      </div>
    </div>
  );
}
