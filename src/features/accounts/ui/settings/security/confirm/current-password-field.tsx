"use client";
import { PasswordField } from "#ui/form/fields/password-field.tsx";
import { PasswordManagerUsername } from "#ui/form/fields/password-manager-username.tsx";
import type { ZodForm } from "#ui/form/use-zod-form.ts";
import { useCurrentUser } from "#features/accounts/ui/settings/current-user.tsx";

type CurrentPasswordFieldProps = { fields: Pick<ZodForm<"password">, "field">; takesFocus: boolean };

/** Asks for the password, if the account has one. */
export function CurrentPasswordField({ fields, takesFocus }: CurrentPasswordFieldProps) {
  const user = useCurrentUser();
  if (!user.hasPassword) return null;
  return (
    <>
      <PasswordManagerUsername email={user.email} />
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
