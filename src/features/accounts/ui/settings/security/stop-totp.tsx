"use client";
import { useState } from "react";
import { z } from "zod";
import type { ZodType } from "zod";
import { loginInput, stopTotpInput } from "#features/accounts/contract.ts";
import type { StopTotpInput } from "#features/accounts/contract.ts";
import { CodeButton } from "#features/accounts/ui/settings/code-button.tsx";
import { useCurrentUser } from "#features/accounts/ui/settings/current-user.tsx";
import { ResendCode } from "#features/accounts/ui/viewer/resend-code.tsx";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import { CodeField } from "#ui/form/fields/code-field.tsx";
import { Field } from "#ui/form/fields/field.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import { CurrentPasswordField } from "./current-password-field.tsx";

const [byApp, byBackupCode] = stopTotpInput.options;
const withPassword = loginInput.pick({ password: true }).shape;
const noPassword = { password: z.literal("").transform(() => undefined) };

type StopProps = { onStopped: () => void; onCancel: () => void };
type FormProps = StopProps & { onOther: () => void };

/** Turns the second factor off with a code of the app, or with a backup code and a mailed code if the app is lost. */
export function StopTotp(props: StopProps) {
  const { role } = useCurrentUser();
  return (
    <>
      {role === "admin" && <p>Without a second factor the admin pages close at once, on all your devices.</p>}
      <StopSteps {...props} />
    </>
  );
}

function StopSteps(props: StopProps) {
  const [isLost, setLost] = useState(false);
  const [codeSent, setCodeSent] = useState(false);
  if (!isLost) return <ByApp {...props} onOther={() => setLost(true)} />;
  if (codeSent) return <ByBackupCode {...props} onOther={() => setLost(false)} />;
  return (
    <>
      <p>Without the app it takes one of your backup codes and a code from your mail.</p>
      <CodeButton
        purpose="change_second_factor"
        label="E-mail me a code to go on"
        onSent={() => setCodeSent(true)}
      />
      <div className={form.actions}>
        <Button onPress={props.onCancel}>Cancel</Button>
      </div>
    </>
  );
}

const StopButtons = ({
  fields,
  onCancel,
  other,
  onOther,
}: Pick<FormProps, "onCancel" | "onOther"> & {
  fields: Parameters<typeof SubmitButton>[0]["form"];
  other: string;
}) => (
  <div className={form.actions}>
    <SubmitButton
      form={fields}
      tone="danger"
      label="Turn off the second factor"
      busyLabel="Turning it off…"
    />
    <Button onPress={onCancel}>Cancel</Button>
    <Button tone="link" onPress={onOther}>
      {other}
    </Button>
  </div>
);

function useStop(onStopped: () => void) {
  const stop = trpc.account.stopTotp.useMutation();
  return async (typed: StopTotpInput) => {
    await stop.mutateAsync(typed);
    onStopped();
  };
}

function ByApp({ onStopped, onCancel, onOther }: FormProps) {
  const { hasPassword } = useCurrentUser();
  const schema: ZodType<StopTotpInput> = byApp.extend(hasPassword ? withPassword : noPassword);
  const send = useStop(onStopped);
  const fields = useZodForm({ schema, initial: { code: "", password: "" }, send });
  const buttons = { fields, onCancel, onOther, other: "I have lost the app" };
  return (
    <Form form={fields} actions={<StopButtons {...buttons} />}>
      <CurrentPasswordField fields={fields} takesFocus />
      <CodeField
        label="Code from your authenticator app"
        takesFocus={!hasPassword}
        binding={fields.field("code")}
      />
    </Form>
  );
}

function ByBackupCode({ onStopped, onCancel, onOther }: FormProps) {
  const { email, hasPassword } = useCurrentUser();
  const request = trpc.account.requestCode.useMutation();
  const schema: ZodType<StopTotpInput> = byBackupCode.extend(hasPassword ? withPassword : noPassword);
  const send = useStop(onStopped);
  const fields = useZodForm({ schema, initial: { mailCode: "", backupCode: "", password: "" }, send });
  const buttons = { fields, onCancel, onOther, other: "Use the app" };
  return (
    <Form form={fields} actions={<StopButtons {...buttons} />}>
      <CodeField
        label="Code from your mail"
        hint={<bdi>{email}</bdi>}
        takesFocus
        binding={fields.field("mailCode")}
      />
      <ResendCode resend={() => request.mutateAsync({ purpose: "change_second_factor" })} />
      <Field
        label="Backup code"
        hint="Looks like abcde-12345; each works once"
        autoComplete="off"
        mono
        binding={fields.field("backupCode")}
      />
      <CurrentPasswordField fields={fields} takesFocus={false} />
    </Form>
  );
}
