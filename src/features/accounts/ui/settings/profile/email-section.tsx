"use client";
import { useState } from "react";
import { changeEmailInput, requestEmailChangeInput } from "#features/accounts/contract.ts";
import { ResendCode } from "#features/accounts/ui/viewer/resend-code.tsx";
import { useSetUser } from "#features/accounts/ui/viewer/use-viewer.ts";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import { CodeField } from "#ui/form/fields/code-field.tsx";
import { Field } from "#ui/form/fields/field.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import { StatusMessage, Section } from "#ui/layout/section.tsx";
import { useCurrentUser } from "#features/accounts/ui/settings/current-user.tsx";

type State =
  | { kind: "idle"; message: string }
  | { kind: "address"; email: string }
  | { kind: "codes"; email: string };

/** Needs two codes: the one to the old address proves ownership, the one to the new address that it receives mail. */
export function EmailSection() {
  const user = useCurrentUser();
  const [state, setState] = useState<State>({ kind: "idle", message: "" });
  const toIdle = (message = "") => setState({ kind: "idle", message });
  return (
    <Section
      title="E-mail address"
      lead={
        <>
          You sign in with <bdi>{user.email}</bdi>. Changing it takes two codes: one goes there, one to the
          new address.
        </>
      }
    >
      {state.kind === "idle" && (
        <div className={form.actions}>
          <Button onPress={() => setState({ kind: "address", email: "" })}>Change the address</Button>
          <StatusMessage>{state.message}</StatusMessage>
        </div>
      )}
      {state.kind === "address" && (
        <AddressForm
          email={state.email}
          onSent={(email) => setState({ kind: "codes", email })}
          onCancel={() => toIdle()}
        />
      )}
      {state.kind === "codes" && (
        <CodesForm
          newEmail={state.email}
          onChanged={() => toIdle("Changed. Sign in with the new address from now on.")}
          onBack={() => setState({ kind: "address", email: state.email })}
        />
      )}
    </Section>
  );
}

type AddressFormProps = { email: string; onSent: (email: string) => void; onCancel: () => void };

function AddressForm({ email, onSent, onCancel }: AddressFormProps) {
  const request = trpc.account.requestEmailChange.useMutation();
  const fields = useZodForm({
    schema: requestEmailChangeInput,
    initial: { newEmail: email },
    send: async (typed) => {
      await request.mutateAsync(typed);
      onSent(typed.newEmail);
    },
  });
  return (
    <Form
      form={fields}
      actions={
        <div className={form.actions}>
          <SubmitButton form={fields} label="Send both codes" busyLabel="Sending…" />
          <Button onPress={onCancel}>Cancel</Button>
        </div>
      }
    >
      <Field
        label="New e-mail"
        type="email"
        autoComplete="email"
        enterKeyHint="send"
        takesFocus
        binding={fields.field("newEmail")}
      />
    </Form>
  );
}

const codesOnly = changeEmailInput.omit({ newEmail: true });

type CodesFormProps = { newEmail: string; onChanged: () => void; onBack: () => void };

function CodesForm({ newEmail, onChanged, onBack }: CodesFormProps) {
  const user = useCurrentUser();
  const setUser = useSetUser();
  const change = trpc.account.changeEmail.useMutation();
  const request = trpc.account.requestEmailChange.useMutation();
  const fields = useZodForm({
    schema: codesOnly,
    initial: { presentCode: "", newCode: "" },
    send: async (codes) => {
      const changed = await change.mutateAsync({ ...codes, newEmail });
      onChanged();
      setUser(changed);
    },
  });
  return (
    <Form
      form={fields}
      actions={
        <>
          <div className={form.actions}>
            <SubmitButton form={fields} label="Change the address" busyLabel="Changing…" />
            <Button onPress={onBack}>Back</Button>
          </div>
          <div className={form.actions}>
            <ResendCode codes="both" resend={() => request.mutateAsync({ newEmail })} />
          </div>
        </>
      }
    >
      <CodeField
        label="Code from the present address"
        hint={<bdi>{user.email}</bdi>}
        takesFocus
        binding={fields.field("presentCode")}
      />
      <CodeField
        label="Code from the new address"
        hint={<bdi>{newEmail}</bdi>}
        binding={fields.field("newCode")}
      />
    </Form>
  );
}
