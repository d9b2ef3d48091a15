"use client";
import { verifyOtpInput } from "#features/accounts/contract.ts";
import type { SignInResult } from "#features/accounts/contract.ts";
import { ResendCode } from "#features/accounts/ui/viewer/resend-code.tsx";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import { CodeField } from "#ui/form/fields/code-field.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import type { TypedCredentials } from "./use-sign-in.ts";

type CodeStepProps = {
  typed: TypedCredentials;
  onResult: (result: SignInResult) => Promise<void>;
  onBack: () => void;
};

const codeOnly = verifyOtpInput.pick({ code: true });

/** Verifies the e-mail address with the mailed code, and signs in. */
export function CodeStep({ typed, onResult, onBack }: CodeStepProps) {
  const verify = trpc.auth.verifyOtp.useMutation();
  const resend = trpc.auth.resendOtp.useMutation();
  const fields = useZodForm({
    schema: codeOnly,
    initial: { code: "" },
    send: async ({ code }) => onResult(await verify.mutateAsync({ ...typed, code })),
  });
  return (
    <Form
      form={fields}
      actions={
        <>
          <div className={form.actions} data-wide>
            <SubmitButton form={fields} label="Use the code" busyLabel="Checking…" />
          </div>
          <div className={form.actions}>
            <ResendCode resend={() => resend.mutateAsync({ email: typed.email })} />
            <Button tone="link" onPress={onBack}>
              Change the address
            </Button>
          </div>
        </>
      }
    >
      <CodeField binding={fields.field("code")} takesFocus onComplete={fields.submit} />
    </Form>
  );
}

/** The same text whether or not the address has an account, so that it does not reveal which. */
export const CodeLead = ({ email }: { email: string }) => (
  <>
    A code is on its way to <bdi className={form.strong}>{email}</bdi>. It works for 10 minutes; if it does
    not come, look among the spam.
  </>
);
