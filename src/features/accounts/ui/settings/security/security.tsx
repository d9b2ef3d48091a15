"use client";
import { EmailSection } from "#features/accounts/ui/settings/profile/email-section.tsx";
import { PasskeysSection } from "./passkeys/passkeys-section.tsx";
import { PasswordSection } from "./password-section.tsx";
import { TotpSection } from "./totp-section.tsx";

export const Security = () => (
  <>
    <EmailSection />
    <PasswordSection />
    <PasskeysSection />
    <TotpSection />
  </>
);
