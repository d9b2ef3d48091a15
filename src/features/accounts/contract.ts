import { z } from "zod";
import { visibleName } from "#trpc/contract.ts";
import { auditDetail } from "#features/audit/contract.ts";
import { foldCode } from "./rules/fold-code.ts";
import { assertion } from "./rules/webauthn.ts";

const SIX_DIGITS = /^\d{6}$/;
const BACKUP_CODE_FORM = "A backup code looks like abcde-12345";
/** Of a code with all that is dropped from it, in UTF-16 units. */
const TYPED_CODE_LENGTH = 100;

export const emailAddress = z
  .string()
  .trim()
  .max(254, "An e-mail address has at most 254 characters")
  .toLowerCase()
  .pipe(z.email("Write an e-mail address, such as you@example.com"));

export const PASSWORD_LENGTH = { min: 12, max: 128 } as const;

/** Its length; the server also refuses what many people use. There are no rules about kinds of characters. */
export const newPassword = z
  .string()
  .min(PASSWORD_LENGTH.min, `Use at least ${PASSWORD_LENGTH.min} characters`)
  .max(PASSWORD_LENGTH.max, `Use at most ${PASSWORD_LENGTH.max} characters`);

const password = z.string().min(1, "Type your password").max(PASSWORD_LENGTH.max);

export const oneTimeCode = z
  .string()
  .max(TYPED_CODE_LENGTH, "The code has 6 digits")
  .transform(foldCode)
  .pipe(z.string().regex(SIX_DIGITS, "The code has 6 digits"));

export const backupCode = z
  .string()
  .max(TYPED_CODE_LENGTH, BACKUP_CODE_FORM)
  .transform(foldCode)
  .pipe(z.string().regex(/^[A-Za-z0-9]{10}$/, BACKUP_CODE_FORM))
  .transform((text) => `${text.slice(0, 5)}-${text.slice(5)}`);

const epochMs = z.number().int();

export const roles = ["user", "admin"] as const;

/** The signed-in user; times in epoch ms. */
export const userView = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.enum(roles),
  hasPassword: z.boolean(),
  /** Whether there is a second factor, an app or a passkey: signing in and the admin pages take one. */
  twoFactor: z.boolean(),
  /** Whether an authenticator app is set up. */
  totp: z.boolean(),
  createdAt: epochMs,
});
export type UserView = z.infer<typeof userView>;

export const viewer = z.object({ user: userView.nullable() });
export type Viewer = z.infer<typeof viewer>;

export const registerInput = z.strictObject({
  email: emailAddress,
  password: newPassword,
  name: visibleName,
});
export type RegisterInput = z.infer<typeof registerInput>;

export const loginInput = z.strictObject({ email: emailAddress, password });
export type LoginInput = z.infer<typeof loginInput>;

/**
 * `password`: the one typed at sign-up, if the client still has it. Without it, verification of a new account removes its
 * password, because a stranger may have set it.
 */
export const verifyOtpInput = z.strictObject({
  email: emailAddress,
  code: oneTimeCode,
  password: password.optional(),
});
export type VerifyOtpInput = z.infer<typeof verifyOtpInput>;

export const emailInput = z.strictObject({ email: emailAddress });
export type EmailInput = z.infer<typeof emailInput>;

/** The same answer whether or not an account has the e-mail address. */
export const codeSent = z.object({ status: z.literal("code_sent"), expiresInS: z.number().int() });
export type CodeSent = z.infer<typeof codeSent>;

/** The second factors that an account has. A backup code takes the place of either. */
export const secondFactors = z.object({ totp: z.boolean(), passkey: z.boolean() });
export type SecondFactors = z.infer<typeof secondFactors>;

/** `second_factor`: call verifySecondFactor next. */
export const signInResult = z.discriminatedUnion("status", [
  z.object({ status: z.literal("signed_in"), user: userView }),
  z.object({ status: z.literal("second_factor"), factors: secondFactors }),
]);
export type SignInResult = z.infer<typeof signInResult>;

/** `mailCode`: only needed while the factor is closed after many wrong codes. */
const opening = { mailCode: oneTimeCode.optional() };
export const secondFactorInput = z.union([
  z.strictObject({ code: oneTimeCode, ...opening }),
  z.strictObject({ backupCode, ...opening }),
  z.strictObject({ passkey: assertion, ...opening }),
]);
export type SecondFactorInput = z.infer<typeof secondFactorInput>;

export const resetPasswordInput = z.strictObject({ email: emailAddress, code: oneTimeCode, newPassword });
export type ResetPasswordInput = z.infer<typeof resetPasswordInput>;

/** Read from the User-Agent header, for display only: a client can send any header. */
export const deviceView = z.object({
  browser: z.string().nullable(),
  system: z.string().nullable(),
  kind: z.enum(["desktop", "mobile", "tablet", "other"]),
});
export type DeviceView = z.infer<typeof deviceView>;

export const sessionView = z.object({
  id: z.string(),
  current: z.boolean(),
  device: deviceView,
  /** The IP address of its last use; null if unknown. */
  address: z.string().nullable(),
  createdAt: epochMs,
  lastUsedAt: epochMs,
  /** When it ends unless it is used: 30 days after its last use, but not later than 90 days after the sign-in. */
  expiresAt: epochMs,
});
export type SessionView = z.infer<typeof sessionView>;
/** Most recently used first. */
export const sessionList = z.object({ sessions: z.array(sessionView) });
export type SessionList = z.infer<typeof sessionList>;

export const revokeSessionInput = z.strictObject({ sessionId: z.uuid() });
export type RevokeSessionInput = z.infer<typeof revokeSessionInput>;
export const revoked = z.object({ revoked: z.number().int() });
export type Revoked = z.infer<typeof revoked>;

export const updateProfileInput = z.strictObject({ name: visibleName });
export type UpdateProfileInput = z.infer<typeof updateProfileInput>;

/** Actions that a signed-in user confirms with a code sent to the account's e-mail address. */
export const confirmations = ["change_password", "change_second_factor", "delete_account"] as const;
export const requestCodeInput = z.strictObject({ purpose: z.enum(confirmations) });
export type RequestCodeInput = z.infer<typeof requestCodeInput>;

export const changePasswordInput = z.strictObject({ code: oneTimeCode, newPassword });
export type ChangePasswordInput = z.infer<typeof changePasswordInput>;

/** Requests one code for the new e-mail address and one for the current one (`newCode`, `presentCode`). */
export const requestEmailChangeInput = z.strictObject({ newEmail: emailAddress });
export type RequestEmailChangeInput = z.infer<typeof requestEmailChangeInput>;
export const changeEmailInput = z.strictObject({
  newEmail: emailAddress,
  presentCode: oneTimeCode,
  newCode: oneTimeCode,
});
export type ChangeEmailInput = z.infer<typeof changeEmailInput>;

export const deleteAccountInput = z.strictObject({ code: oneTimeCode });
export type DeleteAccountInput = z.infer<typeof deleteAccountInput>;

/** The password if the account has one, else a code sent to its e-mail address. */
export const reauthenticateInput = z.strictObject({
  password: password.optional(),
  mailCode: oneTimeCode.optional(),
});
export type ReauthenticateInput = z.infer<typeof reauthenticateInput>;
/**
 * `uri` (otpauth://) is for scanning with an authenticator app, `secret` for typing. `backupCodes` is empty if the account
 * has passkeys: its backup codes from before stay.
 */
export const totpStarted = z.object({
  uri: z.string(),
  secret: z.string(),
  backupCodes: z.array(z.string()),
});
export type TotpStarted = z.infer<typeof totpStarted>;
export const confirmTotpInput = z.strictObject({ code: oneTimeCode });
export type ConfirmTotpInput = z.infer<typeof confirmTotpInput>;
/** Confirms the session for what admins do: a code of the app, or a passkey. */
export const confirmSessionInput = z.union([
  z.strictObject({ code: oneTimeCode }),
  z.strictObject({ passkey: assertion }),
]);
export type ConfirmSessionInput = z.infer<typeof confirmSessionInput>;
/** A code of the app, or for a lost one a backup code and a code from the owner's mail. */
export const stopTotpInput = z.union([
  z.strictObject({ code: oneTimeCode, password: password.optional() }),
  z.strictObject({ backupCode, mailCode: oneTimeCode, password: password.optional() }),
]);
export type StopTotpInput = z.infer<typeof stopTotpInput>;
export const backupCodes = z.object({ backupCodes: z.array(z.string()) });
export type BackupCodes = z.infer<typeof backupCodes>;

type ExportedRow = Record<string, string | number | boolean | null>;

/**
 * The start of the account export: all stored data about a user except hashes, tokens and keys; times in epoch ms. The
 * data of other features follow, each part under its own name.
 */
export type AccountExport = {
  format: "ge-metrics account export 1";
  exportedAt: number;
  account: ExportedRow;
  sessions: ExportedRow[];
  devices: ExportedRow[];
  passkeys: ExportedRow[];
  activity: ExportedRow[];
};

/** One entry of the audit log; `at` in epoch ms. */
export const activityEntry = z.object({
  id: z.number().int(),
  at: z.number().int(),
  action: z.string(),
  /** The text of the action for display. */
  words: z.string(),
  /** The name of the user who acted, if it was not the account's owner. */
  by: z.string().nullable(),
  /** The e-mail address of the account that the entry is about. */
  about: z.string().nullable(),
  /** The IP address. */
  address: z.string().nullable(),
  device: deviceView,
  detail: auditDetail,
});
export type ActivityEntry = z.infer<typeof activityEntry>;

/** Newest first; `next` is the `before` of the next page, null on the last one. */
export const activityPage = z.object({
  entries: z.array(activityEntry),
  next: z.number().int().nullable(),
});
export type ActivityPage = z.infer<typeof activityPage>;

export const activityInput = z.strictObject({ before: z.number().int().positive().optional() });
export type ActivityInput = z.infer<typeof activityInput>;
