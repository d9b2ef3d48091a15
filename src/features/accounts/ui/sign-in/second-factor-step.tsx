"use client";
import { useState } from "react";
import { confirmTotpInput, secondFactorInput } from "#features/accounts/contract.ts";
import type { SecondFactorInput, SignInResult } from "#features/accounts/contract.ts";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import { CodeField } from "#ui/form/fields/code-field.tsx";
import { Field } from "#ui/form/fields/field.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";

type SecondFactorStepProps = {
  onResult: (result: SignInResult) => Promise<void>;
  onBack: () => void;
};

type CodeFormProps = { send: (input: SecondFactorInput) => Promise<void> };

const [, backupCodeOnly] = secondFactorInput.options;

function AppCode({ send }: CodeFormProps) {
  const fields = useZodForm({ schema: confirmTotpInput, initial: { code: "" }, send });
  return (
    <Form
      form={fields}
      actions={
        <div className={form.actions} data-wide>
          <SubmitButton form={fields} label="Sign in" busyLabel="Signing in…" />
        </div>
      }
    >
      <CodeField
        label="Code from your authenticator app"
        binding={fields.field("code")}
        takesFocus
        onComplete={fields.submit}
      />
    </Form>
  );
}

function BackupCode({ send }: CodeFormProps) {
  const fields = useZodForm({ schema: backupCodeOnly, initial: { backupCode: "" }, send });
  return (
    <Form
      form={fields}
      actions={
        <div className={form.actions} data-wide>
          <SubmitButton form={fields} label="Sign in" busyLabel="Signing in…" />
        </div>
      }
    >
      <Field
        label="Backup code"
        hint="Looks like abcde-12345; each works once"
        autoComplete="off"
        mono
        takesFocus
        enterKeyHint="go"
        binding={fields.field("backupCode")}
      />
    </Form>
  );
}

export function SecondFactorStep({ onResult, onBack }: SecondFactorStepProps) {
  const [usesApp, setUsesApp] = useState(true);
  const verify = trpc.auth.verifySecondFactor.useMutation();
  const send = async (input: SecondFactorInput) => onResult(await verify.mutateAsync(input));
  return (
    <>
      {usesApp ? <AppCode send={send} /> : <BackupCode send={send} />}
      <div className={form.actions}>
        <Button tone="link" onPress={() => setUsesApp(!usesApp)}>
          {usesApp ? "Use a backup code" : "Use the app"}
        </Button>
        <Button tone="link" onPress={onBack}>
          Start again
        </Button>
      </div>
    </>
  );
}
