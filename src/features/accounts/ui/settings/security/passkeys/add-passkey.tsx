"use client";
import { useState } from "react";
import { z } from "zod";
import type { ZodType } from "zod";
import type { ReauthenticateInput } from "#features/accounts/contract.ts";
import { renamePasskeyInput } from "#features/accounts/passkeys/contract.ts";
import type { PasskeyAdded } from "#features/accounts/passkeys/contract.ts";
import { makePasskey } from "#features/accounts/ui/passkey/browser-passkey.ts";
import { useCurrentUser } from "#features/accounts/ui/settings/current-user.tsx";
import {
  ReauthenticationFields,
  RequireMailedCode,
  reauthenticationSchema,
} from "#features/accounts/ui/settings/security/confirm/reauthentication.tsx";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import { Field } from "#ui/form/fields/field.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";

type AddPasskeyProps = { onAdded: (added: PasskeyAdded) => void; onCancel: () => void };

type Typed = ReauthenticateInput & { name?: string | undefined };
const optionalName = z.object({
  name: z.union([z.literal("").transform(() => undefined), renamePasskeyInput.shape.name]),
});

export const AddPasskey = (props: AddPasskeyProps) => (
  <RequireMailedCode onCancel={props.onCancel}>
    <AddForm {...props} />
  </RequireMailedCode>
);

function AddForm({ onAdded, onCancel }: AddPasskeyProps) {
  const { hasPassword } = useCurrentUser();
  const start = trpc.account.startPasskey.useMutation();
  const add = trpc.account.addPasskey.useMutation();
  const [schema] = useState<ZodType<Typed>>(() =>
    z.intersection(reauthenticationSchema(hasPassword), optionalName),
  );
  const fields = useZodForm({
    schema,
    initial: { password: "", mailCode: "", name: "" },
    send: async ({ name, ...proof }) => {
      const passkey = await makePasskey(await start.mutateAsync(proof));
      onAdded(await add.mutateAsync({ passkey, ...(name !== undefined && { name }) }));
    },
  });
  return (
    <Form
      form={fields}
      actions={
        <div className={form.actions}>
          <SubmitButton form={fields} label="Add a passkey" busyLabel="Waiting for your passkey…" />
          <Button onPress={onCancel}>Cancel</Button>
        </div>
      }
    >
      <ReauthenticationFields fields={fields} />
      <Field
        label="Name"
        hint="To tell it from others. Empty: the name of your password manager or device"
        autoComplete="off"
        maxLength={40}
        enterKeyHint="done"
        binding={fields.field("name")}
      />
    </Form>
  );
}
