"use client";
import { EmailSection } from "#features/accounts/ui/settings/profile/email-section.tsx";
import { PasskeysSection } from "./passkeys/passkeys-section.tsx";
import { ConfirmDialog } from "#features/accounts/ui/admin/confirm-dialog.tsx";
import { useCurrentUser } from "#features/accounts/ui/settings/current-user.tsx";
import { PasswordSection } from "./password-section.tsx";
import { TotpSection } from "./totp-section.tsx";

export function Security() {
  const { role, totp } = useCurrentUser();
  return (
    <>
      <EmailSection />
      <PasswordSection />
      <PasskeysSection />
      <TotpSection />
      {role === "admin" && <ConfirmDialog hasApp={totp} />}
    </>
  );
}
