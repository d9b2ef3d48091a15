"use client";
import { emailInput } from "#features/accounts/contract.ts";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import { Field } from "#ui/form/field.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";

type MailFormProps = {
  email: string;
  onSent: (email: string) => void;
  onBack: (email: string) => void;
};

/** Signing in without a password: the code alone is enough. */
export function MailForm({ email, onSent, onBack }: MailFormProps) {
  const sendCode = trpc.auth.resendOtp.useMutation();
  const fields = useZodForm({
    schema: emailInput,
    initial: { email },
    send: async (typed) => {
      await sendCode.mutateAsync(typed);
      onSent(typed.email);
    },
  });
  return (
    <Form
      form={fields}
      actions={
        <>
          <div className={form.actions} data-wide>
            <SubmitButton form={fields} label="E-mail me a code" busyLabel="Sending…" />
            <Button onPress={() => onBack(fields.field("email").value)}>Use the password instead</Button>
          </div>
        </>
      }
    >
      <Field
        label="E-mail"
        type="email"
        autoComplete="username"
        enterKeyHint="send"
        takesFocus
        hint="You get 6 digits that sign you in, no password needed"
        binding={fields.field("email")}
      />
    </Form>
  );
}
