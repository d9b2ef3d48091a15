"use client";
import Link from "next/link";
import { useState } from "react";
import { PASSWORD_LENGTH, registerInput } from "#features/accounts/contract.ts";
import type { RegisterInput } from "#features/accounts/contract.ts";
import { withNext } from "#features/accounts/ui/viewer/safe-next.ts";
import { trpc } from "#trpc/client.tsx";
import { Field } from "#ui/form/fields/field.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { NewPasswordField } from "#ui/form/fields/new-password-field.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import { CodeLead, CodeStep } from "./code-step.tsx";
import { SignInFrame } from "./sign-in-frame.tsx";
import { SecondFactorStep } from "./second-factor-step.tsx";
import { useSignIn } from "./use-sign-in.ts";

const NOTHING: RegisterInput = { name: "", email: "", password: "" };

export function SignUp() {
  const flow = useSignIn();
  // Kept in memory only, to refill the form if the reader goes back to correct the address.
  const [typed, setTyped] = useState(NOTHING);
  const { step, next, handleResult } = flow;
  if (step.kind === "second_factor") {
    return (
      <SignInFrame title="Second step" lead="You have an account already, with a second factor." next={next}>
        <SecondFactorStep factors={step.factors} onResult={handleResult} onBack={flow.restart} />
      </SignInFrame>
    );
  }
  if (step.kind === "code") {
    return (
      <SignInFrame title="Check your mail" lead={<CodeLead email={step.typed.email} />} next={next}>
        <CodeStep typed={step.typed} onResult={handleResult} onBack={flow.restart} />
      </SignInFrame>
    );
  }
  return (
    <SignInFrame
      title="Make an account"
      lead="Free. A name, an address that can get mail, and a password."
      next={next}
      footer={
        <p>
          Have one already? <Link href={withNext("/sign-in", next)}>Sign in</Link>
        </p>
      }
    >
      <SignUpForm
        typed={typed}
        onSent={(sent) => {
          setTyped(sent);
          flow.showCodeStep({ email: sent.email, password: sent.password });
        }}
      />
    </SignInFrame>
  );
}

type SignUpFormProps = { typed: RegisterInput; onSent: (typed: RegisterInput) => void };

function SignUpForm({ typed, onSent }: SignUpFormProps) {
  const register = trpc.auth.register.useMutation();
  const fields = useZodForm({
    schema: registerInput,
    initial: typed,
    send: async (input) => {
      await register.mutateAsync(input);
      onSent(input);
    },
  });
  return (
    <Form
      form={fields}
      actions={
        <>
          <div className={form.actions} data-wide>
            <SubmitButton form={fields} label="Make the account" busyLabel="Making it…" />
          </div>
        </>
      }
    >
      <Field
        label="Name"
        hint="What we call you; you can change it"
        autoComplete="nickname"
        enterKeyHint="next"
        takesFocus={typed.name === ""}
        binding={fields.field("name")}
      />
      <Field
        label="E-mail"
        type="email"
        autoComplete="username"
        enterKeyHint="next"
        takesFocus={typed.name !== ""}
        hint="We send a code there"
        binding={fields.field("email")}
      />
      <NewPasswordField
        label="Password"
        min={PASSWORD_LENGTH.min}
        enterKeyHint="go"
        binding={fields.field("password")}
      />
    </Form>
  );
}
