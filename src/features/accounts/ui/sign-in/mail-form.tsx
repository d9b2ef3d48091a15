"use client";
import { emailInput } from "#features/accounts/contract.ts";
import type { EmailInput } from "#features/accounts/contract.ts";
import { Button } from "#ui/form/button.tsx";
import { Field } from "#ui/form/fields/field.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";

type MailFormProps = {
  email: string;
  hint?: string;
  /** Requests the code. */
  send: (typed: EmailInput) => Promise<unknown>;
  onSent: (email: string) => void;
  /** Returns to the password form. */
  onBack?: (email: string) => void;
};

/** Asks for the e-mail address to send a code to. */
export function MailForm({ email, hint, send, onSent, onBack }: MailFormProps) {
  const fields = useZodForm({
    schema: emailInput,
    initial: { email },
    send: async (typed) => {
      await send(typed);
      onSent(typed.email);
    },
  });
  return (
    <Form
      form={fields}
      actions={
        <div className={form.actions} data-wide>
          <SubmitButton form={fields} label="E-mail me a code" busyLabel="Sending…" />
          {onBack !== undefined && (
            <Button onPress={() => onBack(fields.field("email").value)}>Use the password instead</Button>
          )}
        </div>
      }
    >
      <Field
        label="E-mail"
        type="email"
        autoComplete="username"
        enterKeyHint="send"
        takesFocus
        {...(hint !== undefined && { hint })}
        binding={fields.field("email")}
      />
    </Form>
  );
}
