"use client";
import { useState } from "react";
import { PASSWORD_LENGTH, changePasswordInput } from "#features/accounts/contract.ts";
import { ResendCode } from "#features/accounts/ui/viewer/resend-code.tsx";
import { useSetUser } from "#features/accounts/ui/viewer/use-viewer.ts";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import { CodeField } from "#ui/form/fields/code-field.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { NewPasswordField } from "#ui/form/fields/new-password-field.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import { PasswordManagerUsername } from "#ui/form/fields/password-manager-username.tsx";
import { StatusMessage, Section } from "#ui/layout/section.tsx";
import { CodeButton } from "#features/accounts/ui/settings/code-button.tsx";
import { useCurrentUser } from "#features/accounts/ui/settings/current-user.tsx";

export function PasswordSection() {
  const user = useCurrentUser();
  const [codeSent, setCodeSent] = useState(false);
  const [message, setMessage] = useState("");
  const lead = user.hasPassword
    ? "Changing it takes a code that we mail you, and signs out your other devices."
    : "You sign in by codes alone. A password can be set with one more code.";
  return (
    <Section title="Password" lead={lead}>
      {codeSent ? (
        <PasswordForm
          onDone={() => {
            setCodeSent(false);
            setMessage("Your new password is set. Other devices were signed out.");
          }}
          onCancel={() => setCodeSent(false)}
        />
      ) : (
        <>
          <CodeButton
            purpose="change_password"
            label={user.hasPassword ? "E-mail me a code to change it" : "E-mail me a code to set one"}
            onSent={() => {
              setMessage("");
              setCodeSent(true);
            }}
          />
          <StatusMessage>{message}</StatusMessage>
        </>
      )}
    </Section>
  );
}

function PasswordForm({ onDone, onCancel }: { onDone: () => void; onCancel: () => void }) {
  const user = useCurrentUser();
  const setUser = useSetUser();
  const utils = trpc.useUtils();
  const change = trpc.account.changePassword.useMutation();
  const request = trpc.account.requestCode.useMutation();
  const fields = useZodForm({
    schema: changePasswordInput,
    initial: { code: "", newPassword: "" },
    send: async (typed) => {
      await change.mutateAsync(typed);
      setUser({ ...user, hasPassword: true });
      void utils.auth.sessions.invalidate();
      onDone();
    },
  });
  return (
    <Form
      form={fields}
      actions={
        <>
          <div className={form.actions}>
            <SubmitButton form={fields} label="Set the new password" busyLabel="Setting it…" />
            <Button onPress={onCancel}>Cancel</Button>
          </div>
          <div className={form.actions}>
            <ResendCode resend={() => request.mutateAsync({ purpose: "change_password" })} />
          </div>
        </>
      }
    >
      <PasswordManagerUsername email={user.email} />
      <CodeField
        label="Code from your mail"
        hint={<bdi>{user.email}</bdi>}
        takesFocus
        binding={fields.field("code")}
      />
      <NewPasswordField min={PASSWORD_LENGTH.min} enterKeyHint="done" binding={fields.field("newPassword")} />
    </Form>
  );
}
