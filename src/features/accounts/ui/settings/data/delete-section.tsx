"use client";
import { useState } from "react";
import type { ReactNode } from "react";
import { z } from "zod";
import { deleteAccountInput } from "#features/accounts/contract.ts";
import { ResendCode } from "#features/accounts/ui/viewer/resend-code.tsx";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import { CodeField } from "#ui/form/fields/code-field.tsx";
import { Field } from "#ui/form/fields/field.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import { Section } from "#ui/layout/section.tsx";
import { CodeButton } from "#features/accounts/ui/settings/code-button.tsx";
import { useCurrentUser } from "#features/accounts/ui/settings/current-user.tsx";

export function DeleteSection({ notices }: { notices: ReactNode }) {
  const [codeSent, setCodeSent] = useState(false);
  return (
    <Section
      tone="danger"
      title="Delete the account"
      lead="Deletes your name, address, password, second factor, sessions and activity, and whatever else belongs to you here. It cannot be undone, and nobody can bring it back."
    >
      {notices}
      {codeSent ? (
        <DeleteForm onCancel={() => setCodeSent(false)} />
      ) : (
        <CodeButton
          purpose="delete_account"
          tone="danger"
          label="E-mail me a code to delete it"
          onSent={() => setCodeSent(true)}
        />
      )}
    </Section>
  );
}

function DeleteForm({ onCancel }: { onCancel: () => void }) {
  const user = useCurrentUser();
  const remove = trpc.account.delete.useMutation();
  const request = trpc.account.requestCode.useMutation();
  const [schema] = useState(() =>
    z.object({
      ...deleteAccountInput.shape,
      confirmation: z
        .string()
        .refine((typed) => typed.trim().toLowerCase() === user.email, "Type the address of this account"),
    }),
  );
  const fields = useZodForm({
    schema,
    initial: { code: "", confirmation: "" },
    send: async ({ code }) => {
      await remove.mutateAsync({ code });
      // Loads a new page, so that nothing of the account stays in memory.
      location.assign("/sign-in?account=deleted");
      await new Promise(() => undefined);
    },
  });
  return (
    <Form
      form={fields}
      actions={
        <>
          <div className={form.actions}>
            <SubmitButton
              form={fields}
              tone="danger"
              label="Delete my account for good"
              busyLabel="Deleting…"
            />
            <Button onPress={onCancel}>Keep it</Button>
          </div>
          <div className={form.actions}>
            <ResendCode resend={() => request.mutateAsync({ purpose: "delete_account" })} />
          </div>
        </>
      }
    >
      <CodeField
        label="Code from your mail"
        hint={<bdi>{user.email}</bdi>}
        takesFocus
        binding={fields.field("code")}
      />
      <Field
        label="Your e-mail address, to confirm"
        type="email"
        autoComplete="off"
        enterKeyHint="done"
        hint={<bdi>{user.email}</bdi>}
        binding={fields.field("confirmation")}
      />
    </Form>
  );
}
