"use client";
import Link from "next/link";
import { loginInput } from "#features/accounts/contract.ts";
import type { SignInResult } from "#features/accounts/contract.ts";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import { Field } from "#ui/form/fields/field.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { PasswordField } from "#ui/form/fields/password-field.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import classes from "./sign-in-frame.module.css";
import type { TypedCredentials } from "./use-sign-in.ts";

type PasswordFormProps = {
  email: string;
  forgottenHref: string;
  onResult: (result: SignInResult, typed: TypedCredentials) => Promise<void>;
  /** Switches to signing in by a mailed code, with the typed address. */
  onMail: (email: string) => void;
};

export function PasswordForm({ email, forgottenHref, onResult, onMail }: PasswordFormProps) {
  const login = trpc.auth.login.useMutation();
  const fields = useZodForm({
    schema: loginInput,
    initial: { email, password: "" },
    send: async (typed) => onResult(await login.mutateAsync(typed), typed),
  });
  return (
    <Form
      form={fields}
      actions={
        <>
          <div className={form.actions} data-wide>
            <SubmitButton form={fields} label="Sign in" busyLabel="Signing in…" />
            <Button onPress={() => onMail(fields.field("email").value)}>E-mail me a code instead</Button>
          </div>
        </>
      }
    >
      <Field
        label="E-mail"
        type="email"
        autoComplete="username"
        enterKeyHint="next"
        takesFocus={email === ""}
        binding={fields.field("email")}
      />
      <PasswordField
        label="Password"
        autoComplete="current-password"
        enterKeyHint="go"
        hint={
          <Link className={classes.forgotten} href={forgottenHref}>
            Forgotten?
          </Link>
        }
        binding={fields.field("password")}
      />
    </Form>
  );
}
