import type { MailContent } from "#features/mail/contract.ts";

/** Tells the owner about a new key, in case somebody else made it. */
export const keyMadeMail = (name: string): MailContent => ({
  subject: "New API key",
  heading: "New API key",
  paragraphs: [
    `A key named “${name}” was made for your account. Whoever has it reads the public API in your name.`,
  ],
  footnote:
    "If it was not you, delete it in Settings, end all other sessions there and change your password.",
});
