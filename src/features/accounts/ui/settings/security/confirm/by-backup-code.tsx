"use client";
import { useState } from "react";
import { z } from "zod";
import type { ZodType } from "zod";
import { loginInput, stopTotpInput } from "#features/accounts/contract.ts";
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

const [, backupCodeInput] = stopTotpInput.options;
const withPassword = loginInput.pick({ password: true }).shape;
export const noPassword = { password: z.literal("").transform(() => undefined) };

/** Adds the password that the account has, or none. */
export const passwordShape = (hasPassword: boolean) => (hasPassword ? withPassword : noPassword);

export type BackupCodeProof = z.infer<typeof backupCodeInput>;

type ByBackupCodeProps = {
  lead: string;
  label: string;
  busyLabel: string;
  send: (proof: BackupCodeProof) => Promise<void>;
  onCancel: () => void;
  /** Leads back to the factor itself. */
  other: string;
  onOther: () => void;
};

/** For a lost second factor: a mailed code, a backup code, and the password if there is one. */
export function ByBackupCode(props: ByBackupCodeProps) {
  const [codeSent, setCodeSent] = useState(false);
  if (codeSent) return <BackupCodeForm {...props} />;
  return (
    <>
      <p>{props.lead}</p>
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

function BackupCodeForm({ label, busyLabel, send, onCancel, other, onOther }: ByBackupCodeProps) {
  const { email, hasPassword } = useCurrentUser();
  const request = trpc.account.requestCode.useMutation();
  const schema: ZodType<BackupCodeProof> = backupCodeInput.extend(passwordShape(hasPassword));
  const fields = useZodForm({ schema, initial: { mailCode: "", backupCode: "", password: "" }, send });
  return (
    <Form
      form={fields}
      actions={
        <div className={form.actions}>
          <SubmitButton form={fields} tone="danger" label={label} busyLabel={busyLabel} />
          <Button onPress={onCancel}>Cancel</Button>
          <Button tone="link" onPress={onOther}>
            {other}
          </Button>
        </div>
      }
    >
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
