import type { MailContent } from "#features/mail/contract.ts";

const IGNORE_NOTE = "If it was not you, ignore this mail: without the code nothing happens.";
const WARNING_NOTE =
  "If it was not you, somebody else is signed in to your account: end that session in Settings and change your password.";
const NEVER_ASKED = "We never ask for a code by mail, chat or phone. Do not give it to anybody.";
const VALID = "It is valid for 10 minutes and works once; a newer code replaces it.";

const codeMail = (subject: string, text: string, code: string, footnote = IGNORE_NOTE): MailContent => ({
  subject: `${code} is your code: ${subject}`,
  heading: subject,
  paragraphs: [text, `${VALID} ${NEVER_ASKED}`],
  code,
  footnote,
});

export const signUpMail = (code: string): MailContent =>
  codeMail("Welcome to GE-Metrics", "Type this code to verify your address and sign in.", code);

/** For a sign-up with an e-mail address that has an account. The page shows the same as for a new one. */
export const registeredEmailMail = (code: string): MailContent =>
  codeMail(
    "You have an account already",
    "Somebody, most likely you, signed up with this address, which has an account. Nothing was changed. This code signs you in; if you forgot the password, choose “Forgot password” on the sign-in page.",
    code,
  );

export const signInMail = (code: string): MailContent =>
  codeMail("Sign in to GE-Metrics", "Type this code on the page that asked for it.", code);

export const resetMail = (code: string): MailContent =>
  codeMail("Set a new password", "Type this code together with your new password.", code);

/** For a password reset without an account. Sent so that the request looks the same from outside; it has no code. */
export const noAccountMail = (): MailContent => ({
  subject: "No account with this address",
  heading: "No account with this address",
  paragraphs: [
    "Somebody, most likely you, asked for a new password for this address. There is no GE-Metrics account with it; perhaps you signed up with another one.",
  ],
  footnote: "If it was not you, ignore this mail: nothing happened.",
});

export const changePasswordMail = (code: string): MailContent =>
  codeMail(
    "Change your password",
    "Type this code to change the password of your account.",
    code,
    WARNING_NOTE,
  );

export const changeSecondFactorMail = (code: string): MailContent =>
  codeMail(
    "Change your second factor",
    "Type this code to set up or remove a second factor or a passkey, or to make new backup codes.",
    code,
    WARNING_NOTE,
  );

export const deleteAccountMail = (code: string): MailContent =>
  codeMail(
    "Delete your account",
    "Type this code to delete your account and everything in it, for good.",
    code,
    WARNING_NOTE,
  );

export const newEmailMail = (code: string): MailContent =>
  codeMail(
    "Verify your new address",
    "Type this code to make this the address of your GE-Metrics account.",
    code,
  );

export const currentEmailMail = (code: string): MailContent =>
  codeMail(
    "Change your e-mail address",
    "Somebody who is signed in to your account wants to change its address. Type this code to agree.",
    code,
    WARNING_NOTE,
  );

/** Notifies the owner of a security-relevant change, in case somebody else made it. */
const noticeMail = (subject: string, text: string): MailContent => ({
  subject,
  heading: subject,
  paragraphs: [text],
  footnote: "If it was not you, set a new password at once with “Forgot password” on the sign-in page.",
});

export const passwordChangedMail = (): MailContent =>
  noticeMail("Your password was changed", "All other sessions of your account were ended.");

export const emailChangedMail = (): MailContent =>
  noticeMail("Your e-mail address was changed", "This address does not belong to your account any more.");

export const backupCodesRenewedMail = (): MailContent =>
  noticeMail("New backup codes were made", "The backup codes that you had are worth nothing any more.");

export const totpChangedMail = (on: boolean): MailContent =>
  noticeMail(
    on ? "Second factor turned on" : "Second factor turned off",
    on
      ? "Signing in now asks for a code of your authenticator app."
      : "Signing in no longer asks for a code of your authenticator app.",
  );

/** `name` is what the owner calls the passkey. */
export const passkeyAddedMail = (name: string): MailContent => ({
  ...noticeMail(
    "A passkey was added",
    `The passkey “${name}” signs in to your account now, without the password. It is asked for as a second factor, too.`,
  ),
  footnote:
    "If it was not you, somebody else is signed in to your account: remove the passkey and end that session in Settings, and set a new password.",
});

/** `isLast`: no second factor is left. */
export const passkeyRemovedMail = (name: string, isLast: boolean): MailContent =>
  noticeMail(
    "A passkey was removed",
    `The passkey “${name}” does not sign in to your account any more.${
      isLast ? " No second factor is left, and the backup codes are worth nothing any more." : ""
    }`,
  );

const FORGOT = "with “Forgot password” on the sign-in page";

/** `device`: such as “Chrome 131 on Windows”. */
export const newDeviceMail = (device: string, ip: string): MailContent => ({
  subject: "New sign-in to your account",
  heading: "New sign-in to your account",
  paragraphs: [`A browser that was not used before has signed in: ${device}, from the address ${ip}.`],
  footnote: `If it was not you, set a new password at once ${FORGOT}, and end that session in Settings.`,
});

export const wrongCodesMail = (count: number): MailContent => ({
  subject: "Wrong codes for your second factor",
  heading: "Wrong codes for your second factor",
  paragraphs: [
    `Somebody who knows your password, or reads your mail, has typed ${count} wrong codes in a row. Nobody got in.`,
  ],
  footnote: `If it was not you, set a new password at once ${FORGOT}.`,
});

export const openSecondFactorMail = (code: string): MailContent =>
  codeMail(
    "Open your second factor again",
    "It was closed after many wrong codes. This code opens it, together with your app, passkey or backup code.",
    code,
    `If it was not you, somebody knows your password: set a new one at once ${FORGOT}.`,
  );

export const accountDeletedMail = (): MailContent => ({
  subject: "Your account was deleted",
  heading: "Your account was deleted",
  paragraphs: ["Everything that belonged to it is gone. This is the last mail we send to this address."],
});
