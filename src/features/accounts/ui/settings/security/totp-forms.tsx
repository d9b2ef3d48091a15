"use client";
import type { TotpStarted } from "#features/accounts/contract.ts";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import { useCurrentUser } from "#features/accounts/ui/settings/current-user.tsx";
import {
  ReauthenticationFields,
  RequireMailedCode,
  reauthenticationSchema,
} from "./confirm/reauthentication.tsx";

type CancelProps = { onCancel: () => void };

type StartProps = CancelProps & { onStarted: (started: TotpStarted) => void };

export const StartTotp = (props: StartProps) => (
  <RequireMailedCode onCancel={props.onCancel}>
    <StartForm {...props} />
  </RequireMailedCode>
);

function StartForm({ onStarted, onCancel }: StartProps) {
  const { hasPassword } = useCurrentUser();
  const start = trpc.account.startTotp.useMutation();
  const fields = useZodForm({
    schema: reauthenticationSchema(hasPassword),
    initial: { password: "", mailCode: "" },
    send: async (typed) => onStarted(await start.mutateAsync(typed)),
  });
  return (
    <Form
      form={fields}
      actions={
        <div className={form.actions}>
          <SubmitButton form={fields} label="Go on" busyLabel="Preparing…" />
          <Button onPress={onCancel}>Cancel</Button>
        </div>
      }
    >
      <ReauthenticationFields fields={fields} />
    </Form>
  );
}

type RenewCodesProps = CancelProps & { onRenewed: (codes: readonly string[]) => void };

export const RenewCodes = (props: RenewCodesProps) => (
  <RequireMailedCode onCancel={props.onCancel}>
    <RenewForm {...props} />
  </RequireMailedCode>
);

function RenewForm({ onRenewed, onCancel }: RenewCodesProps) {
  const { hasPassword } = useCurrentUser();
  const renew = trpc.account.renewBackupCodes.useMutation();
  const fields = useZodForm({
    schema: reauthenticationSchema(hasPassword),
    initial: { password: "", mailCode: "" },
    send: async (typed) => onRenewed((await renew.mutateAsync(typed)).backupCodes),
  });
  return (
    <Form
      form={fields}
      actions={
        <div className={form.actions}>
          <SubmitButton form={fields} label="Replace all backup codes" busyLabel="Making them…" />
          <Button onPress={onCancel}>Cancel</Button>
        </div>
      }
    >
      <ReauthenticationFields fields={fields} />
    </Form>
  );
}
