"use client";
import { PASSWORD_LENGTH, resetPasswordInput } from "#features/accounts/contract.ts";
import type { SignInResult } from "#features/accounts/contract.ts";
import { ResendCode } from "#features/accounts/ui/viewer/resend-code.tsx";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import { CodeField } from "#ui/form/fields/code-field.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { NewPasswordField } from "#ui/form/fields/new-password-field.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import { PasswordManagerUsername } from "#ui/form/fields/password-manager-username.tsx";
import type { TypedCredentials } from "./use-sign-in.ts";

type ResetFormProps = {
  email: string;
  onResult: (result: SignInResult, typed: TypedCredentials) => Promise<void>;
  /** Called if the password was set but signing in with it failed. */
  onSet: () => void;
  onBack: () => void;
};

const codeAndPassword = resetPasswordInput.omit({ email: true });

/** Sets the password and signs in with it. The code is used up by then, so a failed sign-in is not retried here. */
export function ResetForm({ email, onResult, onSet, onBack }: ResetFormProps) {
  const reset = trpc.auth.resetPassword.useMutation();
  const login = trpc.auth.login.useMutation();
  const request = trpc.auth.requestReset.useMutation();
  const fields = useZodForm({
    schema: codeAndPassword,
    initial: { code: "", newPassword: "" },
    send: async (typed) => {
      await reset.mutateAsync({ email, ...typed });
      const credentials = { email, password: typed.newPassword };
      try {
        await onResult(await login.mutateAsync(credentials), credentials);
      } catch {
        onSet();
      }
    },
  });
  return (
    <Form
      form={fields}
      actions={
        <>
          <div className={form.actions} data-wide>
            <SubmitButton form={fields} label="Set the password and sign in" busyLabel="Setting it…" />
          </div>
          <div className={form.actions}>
            <ResendCode resend={() => request.mutateAsync({ email })} />
            <Button tone="link" onPress={onBack}>
              Change the address
            </Button>
          </div>
        </>
      }
    >
      <PasswordManagerUsername email={email} />
      <CodeField binding={fields.field("code")} takesFocus />
      <NewPasswordField min={PASSWORD_LENGTH.min} enterKeyHint="go" binding={fields.field("newPassword")} />
    </Form>
  );
}
