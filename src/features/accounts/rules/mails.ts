import type { MailContent } from "#features/mail/contract.ts";

const IGNORE = "If it was not you, ignore this mail: without the code nothing happens.";
const GUARD =
  "If it was not you, somebody else is signed in to your account: end that session in Settings and change your password.";
const NEVER_ASKED = "We never ask for a code by mail, chat or phone. Do not give it to anybody.";
const VALID = "It is valid for 10 minutes and works once; a newer code replaces it.";

const withCode = (subject: string, why: string, code: string, footnote = IGNORE): MailContent => ({
  subject: `${code} is your code: ${subject}`,
  heading: subject,
  paragraphs: [why, `${VALID} ${NEVER_ASKED}`],
  code,
  footnote,
});

export const signUpMail = (code: string): MailContent =>
  withCode("Welcome to GE-Metrics", "Type this code to verify your address and sign in.", code);

/** To somebody who signs up with an address that has an account: the page says the same as for a new one. */
export const registeredEmailMail = (code: string): MailContent =>
  withCode(
    "You have an account already",
    "Somebody, most likely you, signed up with this address, which has an account. Nothing was changed. This code signs you in; if you forgot the password, choose “Forgot password” on the sign-in page.",
    code,
  );

export const signInMail = (code: string): MailContent =>
  withCode("Sign in to GE-Metrics", "Type this code on the page that asked for it.", code);

export const resetMail = (code: string): MailContent =>
  withCode("Set a new password", "Type this code together with your new password.", code);

/** To somebody who asks for a new password and has no account: no code, yet a mail like the other. */
export const noAccountMail = (): MailContent => ({
  subject: "No account with this address",
  heading: "No account with this address",
  paragraphs: [
    "Somebody, most likely you, asked for a new password for this address. There is no GE-Metrics account with it; perhaps you signed up with another one.",
  ],
  footnote: "If it was not you, ignore this mail: nothing happened.",
});

export const changePasswordMail = (code: string): MailContent =>
  withCode("Change your password", "Type this code to change the password of your account.", code, GUARD);

export const changeSecondFactorMail = (code: string): MailContent =>
  withCode(
    "Change your second factor",
    "Type this code to set up a second factor, or to make new backup codes.",
    code,
    GUARD,
  );

export const deleteAccountMail = (code: string): MailContent =>
  withCode(
    "Delete your account",
    "Type this code to delete your account and everything in it, for good.",
    code,
    GUARD,
  );

export const newEmailMail = (code: string): MailContent =>
  withCode(
    "Verify your new address",
    "Type this code to make this the address of your GE-Metrics account.",
    code,
  );

export const currentEmailMail = (code: string): MailContent =>
  withCode(
    "Change your e-mail address",
    "Somebody who is signed in to your account wants to change its address. Type this code to agree.",
    code,
    GUARD,
  );

/** News about the account that need no answer, sent where a stranger's doing would do harm. */
const news = (subject: string, what: string): MailContent => ({
  subject,
  heading: subject,
  paragraphs: [what],
  footnote: "If it was not you, set a new password at once with “Forgot password” on the sign-in page.",
});

export const passwordChangedMail = (): MailContent =>
  news("Your password was changed", "All other sessions of your account were ended.");

export const emailChangedMail = (): MailContent =>
  news("Your e-mail address was changed", "This address does not belong to your account any more.");

export const backupCodesRenewedMail = (): MailContent =>
  news("New backup codes were made", "The backup codes that you had are worth nothing any more.");

export const totpChangedMail = (on: boolean): MailContent =>
  news(
    on ? "Second factor turned on" : "Second factor turned off",
    on
      ? "Signing in now asks for a code of your authenticator app."
      : "Signing in no longer asks for a code of your authenticator app.",
  );

export const accountDeletedMail = (): MailContent => ({
  subject: "Your account was deleted",
  heading: "Your account was deleted",
  paragraphs: ["Everything that belonged to it is gone. This is the last mail we send to this address."],
});
