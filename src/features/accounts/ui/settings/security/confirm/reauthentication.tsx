"use client";
import { useState } from "react";
import type { ReactNode } from "react";
import { z } from "zod";
import type { ZodType } from "zod";
import { loginInput, reauthenticateInput } from "#features/accounts/contract.ts";
import type { ReauthenticateInput } from "#features/accounts/contract.ts";
import { ResendCode } from "#features/accounts/ui/viewer/resend-code.tsx";
import { trpc } from "#trpc/client.tsx";
import { Button } from "#ui/form/button.tsx";
import { CodeField } from "#ui/form/fields/code-field.tsx";
import form from "#ui/form/form.module.css";
import type { ZodForm } from "#ui/form/use-zod-form.ts";
import { CodeButton } from "#features/accounts/ui/settings/code-button.tsx";
import { useCurrentUser } from "#features/accounts/ui/settings/current-user.tsx";
import { CurrentPasswordField } from "./current-password-field.tsx";

const emptyString = z.literal("").transform(() => undefined);
const onlyPassword = loginInput.pick({ password: true });
const noPassword = z.object({ password: emptyString });
const byPassword = onlyPassword.extend({ mailCode: emptyString });
const byMail = noPassword.extend({ mailCode: reauthenticateInput.shape.mailCode.unwrap() });

/** An account without a password is confirmed by a mailed code instead. */
export const reauthenticationSchema = (hasPassword: boolean): ZodType<ReauthenticateInput> =>
  hasPassword ? byPassword : byMail;

/** The fields that confirm the account's owner: the password, or a mailed code. */
export function ReauthenticationFields({
  fields,
}: {
  fields: Pick<ZodForm<"password" | "mailCode">, "field">;
}) {
  const { email, hasPassword } = useCurrentUser();
  const request = trpc.account.requestCode.useMutation();
  if (hasPassword) return <CurrentPasswordField fields={fields} takesFocus />;
  return (
    <>
      <CodeField
        label="Code from your mail"
        hint={<bdi>{email}</bdi>}
        takesFocus
        binding={fields.field("mailCode")}
      />
      <ResendCode resend={() => request.mutateAsync({ purpose: "change_second_factor" })} />
    </>
  );
}

/** Without a password, requests a mailed code before it shows the form. */
export function RequireMailedCode({ onCancel, children }: { onCancel: () => void; children: ReactNode }) {
  const { hasPassword } = useCurrentUser();
  const [codeSent, setCodeSent] = useState(false);
  if (hasPassword || codeSent) return children;
  return (
    <>
      <CodeButton
        purpose="change_second_factor"
        label="E-mail me a code to go on"
        onSent={() => setCodeSent(true)}
      />
      <div className={form.actions}>
        <Button onPress={onCancel}>Cancel</Button>
      </div>
    </>
  );
}
