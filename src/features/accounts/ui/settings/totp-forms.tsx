"use client";
import { z } from "zod";
import type { ZodType } from "zod";
import { loginInput, stopTotpInput } from "#features/accounts/contract.ts";
import type { ReauthenticateInput, StopTotpInput, TotpStarted } from "#features/accounts/contract.ts";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import { CodeField } from "#ui/form/code-field.tsx";
import form from "#ui/form/form.module.css";
import { Form } from "#ui/form/form.tsx";
import { PasswordField } from "#ui/form/password-field.tsx";
import { SubmitButton } from "#ui/form/submit-button.tsx";
import { useZodForm } from "#ui/form/use-zod-form.ts";
import type { ZodForm } from "#ui/form/use-zod-form.ts";
import { UsernameForManagers } from "#ui/form/username-for-managers.tsx";
import { useCurrentUser } from "./current-user.tsx";

const onlyPassword = loginInput.pick({ password: true });
const noPassword = z.object({ password: z.literal("").transform(() => undefined) });

/** An account without a password has none to repeat: its field is neither shown nor sent. */
const reauthentication = (hasPassword: boolean): ZodType<ReauthenticateInput> =>
  hasPassword ? onlyPassword : noPassword;

function PasswordAgain({ fields, takesFocus }: { fields: ZodForm<"password">; takesFocus: boolean }) {
  const user = useCurrentUser();
  if (!user.hasPassword) return null;
  return (
    <>
      <UsernameForManagers email={user.email} />
      <PasswordField
        label="Your password"
        autoComplete="current-password"
        enterKeyHint="next"
        takesFocus={takesFocus}
        binding={fields.field("password")}
      />
    </>
  );
}

type Cancel = { onCancel: () => void };

export function StartTotp({ onStarted, onCancel }: Cancel & { onStarted: (started: TotpStarted) => void }) {
  const { hasPassword } = useCurrentUser();
  const start = trpc.account.startTotp.useMutation();
  const fields = useZodForm({
    schema: reauthentication(hasPassword),
    initial: { password: "" },
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
      <PasswordAgain fields={fields} takesFocus />
    </Form>
  );
}

type RenewCodesProps = Cancel & { onRenewed: (codes: readonly string[]) => void };

export function RenewCodes({ onRenewed, onCancel }: RenewCodesProps) {
  const { hasPassword } = useCurrentUser();
  const renew = trpc.account.renewBackupCodes.useMutation();
  const fields = useZodForm({
    schema: reauthentication(hasPassword),
    initial: { password: "" },
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
      <PasswordAgain fields={fields} takesFocus />
    </Form>
  );
}

const withPassword = stopTotpInput.extend(onlyPassword.shape);
const withoutPassword = stopTotpInput.extend(noPassword.shape);
const stopping = (hasPassword: boolean): ZodType<StopTotpInput> =>
  hasPassword ? withPassword : withoutPassword;

export function StopTotp({ onStopped, onCancel }: Cancel & { onStopped: () => void }) {
  const { hasPassword } = useCurrentUser();
  const stop = trpc.account.stopTotp.useMutation();
  const fields = useZodForm({
    schema: stopping(hasPassword),
    initial: { code: "", password: "" },
    send: async (typed) => {
      await stop.mutateAsync(typed);
      onStopped();
    },
  });
  return (
    <Form
      form={fields}
      actions={
        <div className={form.actions}>
          <SubmitButton
            form={fields}
            tone="danger"
            label="Turn off the second factor"
            busyLabel="Turning it off…"
          />
          <Button onPress={onCancel}>Cancel</Button>
        </div>
      }
    >
      <PasswordAgain fields={fields} takesFocus />
      <CodeField
        label="Code from your authenticator app"
        takesFocus={!hasPassword}
        binding={fields.field("code")}
      />
    </Form>
  );
}
