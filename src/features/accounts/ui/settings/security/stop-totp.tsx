"use client";
import { useState } from "react";
import type { ZodType } from "zod";
import { stopTotpInput } from "#features/accounts/contract.ts";
import type { StopTotpInput } from "#features/accounts/contract.ts";
import { useCurrentUser } from "#features/accounts/ui/settings/current-user.tsx";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import { CodeField } from "#ui/form/fields/code-field.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import { ByBackupCode, passwordShape } from "./confirm/by-backup-code.tsx";
import { CurrentPasswordField } from "./confirm/current-password-field.tsx";

const [byApp] = stopTotpInput.options;
const LABELS = { label: "Turn off the authenticator app", busyLabel: "Turning it off…" };

type StopProps = { onStopped: () => Promise<void>; onCancel: () => void };

/** Turns the app off with one of its codes, or with a backup code and a mailed code if the app is lost. */
export function StopTotp(props: StopProps) {
  const { role } = useCurrentUser();
  return (
    <>
      {role === "admin" && <p>Without a second factor the admin pages close at once, on all your devices.</p>}
      <StopSteps {...props} />
    </>
  );
}

function StopSteps({ onStopped, onCancel }: StopProps) {
  const [isLost, setLost] = useState(false);
  const stop = trpc.account.stopTotp.useMutation();
  const send = async (typed: StopTotpInput) => {
    await stop.mutateAsync(typed);
    await onStopped();
  };
  if (!isLost) return <ByApp send={send} onCancel={onCancel} onLost={() => setLost(true)} />;
  return (
    <ByBackupCode
      {...LABELS}
      lead="Without the app it takes one of your backup codes and a code from your mail."
      send={send}
      onCancel={onCancel}
      other="Use the app"
      onOther={() => setLost(false)}
    />
  );
}

type ByAppProps = {
  send: (typed: StopTotpInput) => Promise<void>;
  onCancel: () => void;
  onLost: () => void;
};

function ByApp({ send, onCancel, onLost }: ByAppProps) {
  const { hasPassword } = useCurrentUser();
  const schema: ZodType<StopTotpInput> = byApp.extend(passwordShape(hasPassword));
  const fields = useZodForm({ schema, initial: { code: "", password: "" }, send });
  return (
    <Form
      form={fields}
      actions={
        <div className={form.actions}>
          <SubmitButton form={fields} tone="danger" {...LABELS} />
          <Button onPress={onCancel}>Cancel</Button>
          <Button tone="link" onPress={onLost}>
            I have lost the app
          </Button>
        </div>
      }
    >
      <CurrentPasswordField fields={fields} takesFocus />
      <CodeField
        label="Code from your authenticator app"
        takesFocus={!hasPassword}
        binding={fields.field("code")}
      />
    </Form>
  );
}
