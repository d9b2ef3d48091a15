"use client";
import Link from "next/link";
import { useState } from "react";
import { updateProfileInput } from "#features/accounts/contract.ts";
import { useSetUser } from "#features/accounts/ui/viewer/use-viewer.ts";
import { trpc } from "#trpc/client.tsx";
import { Field } from "#ui/form/fields/field.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import { StatusMessage, Section } from "#ui/layout/section.tsx";
import { useCurrentUser } from "#features/accounts/ui/settings/current-user.tsx";
import classes from "#features/accounts/ui/settings/settings.module.css";

const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "long" });

export function Profile() {
  const user = useCurrentUser();
  return (
    <>
      <Section title="What we call you">
        <NameForm />
      </Section>
      <Section title="Account">
        <dl className={classes.facts}>
          <div>
            <dt>E-mail</dt>
            <dd>
              <bdi>{user.email}</bdi> <Link href="/settings/security">Change</Link>
            </dd>
          </div>
          <div>
            <dt>Member since</dt>
            <dd>{day.format(user.createdAt)}</dd>
          </div>
          {user.role === "admin" && (
            <div>
              <dt>Role</dt>
              <dd>Admin</dd>
            </div>
          )}
        </dl>
      </Section>
    </>
  );
}

function NameForm() {
  const user = useCurrentUser();
  const setUser = useSetUser();
  const [message, setMessage] = useState("");
  const update = trpc.account.updateProfile.useMutation();
  const fields = useZodForm({
    schema: updateProfileInput,
    initial: { name: user.name },
    send: async (typed) => {
      setMessage("");
      setUser(await update.mutateAsync(typed));
      setMessage("Saved.");
    },
  });
  return (
    <Form
      form={fields}
      actions={
        <div className={form.actions}>
          <SubmitButton form={fields} label="Save the name" busyLabel="Saving…" />
          <StatusMessage>{message}</StatusMessage>
        </div>
      }
    >
      <Field
        label="Name"
        hint="Up to 40 characters"
        autoComplete="nickname"
        enterKeyHint="done"
        binding={fields.field("name")}
      />
    </Form>
  );
}
