import { z } from "zod";
import { deviceView } from "#features/accounts/contract.ts";

/** Everything the audit log may say, with the words a person reads. */
export const AUDIT_WORDS = {
  registered: "Account made",
  sign_up_repeated: "Somebody signed up with this address",
  email_verified: "E-mail address verified",
  signed_in: "Signed in with the password",
  signed_in_by_code: "Signed in with a code",
  second_factor_passed: "Signed in with the second factor",
  backup_code_used: "Signed in with a backup code",
  sign_in_failed: "Sign-in failed: wrong password",
  code_failed: "Sign-in failed: wrong code by e-mail",
  second_factor_failed: "Sign-in failed: wrong second factor",
  signed_out: "Signed out",
  session_ended: "Ended a session",
  sessions_ended: "Ended all other sessions",
  profile_changed: "Changed the name",
  password_changed: "Changed the password",
  password_reset: "Set a new password after forgetting it",
  email_changed: "Changed the e-mail address",
  totp_started: "Turned on the second factor",
  totp_stopped: "Turned off the second factor",
  backup_codes_renewed: "Made new backup codes",
  account_deleted: "An account was deleted by its owner",
  data_exported: "Downloaded all data",
  locked: "Account locked by an admin",
  unlocked: "Account unlocked by an admin",
  role_changed: "Role changed by an admin",
  sessions_ended_by_admin: "Sessions ended by an admin",
  update_saved: "Game update saved",
  update_deleted: "Game update deleted",
  api_key_made: "API key made",
  api_key_deleted: "API key deleted",
  checkout_started: "Checkout started",
  plan_cancelled: "Plan set to end with its period",
  plan_resumed: "Plan goes on after all",
  plan_changed: "Plan changed",
  event_replayed: "Webhook of Stripe replayed",
} as const satisfies Record<string, string>;

export type AuditAction = keyof typeof AUDIT_WORDS;
export const auditActions = Object.keys(AUDIT_WORDS) as [AuditAction, ...AuditAction[]];

/** Small facts beside an entry, such as the role given; never a secret, never a code. */
export const auditDetail = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
export type AuditDetail = z.infer<typeof auditDetail>;

/** One line of the log; `at` in epoch ms. */
export const activityEntry = z.object({
  id: z.number().int(),
  at: z.number().int(),
  action: z.enum(auditActions),
  /** Who did it, where it was somebody else than the account's owner. */
  by: z.string().nullable(),
  /** Whose account it is about (e-mail address), in the log of all accounts. */
  about: z.string().nullable(),
  address: z.string().nullable(),
  device: deviceView,
  detail: auditDetail,
});
export type ActivityEntry = z.infer<typeof activityEntry>;

/** Newest first; `next` is the `before` of the following page, null at the end. */
export const activityPage = z.object({
  entries: z.array(activityEntry),
  next: z.number().int().nullable(),
});
export type ActivityPage = z.infer<typeof activityPage>;

export const activityInput = z.strictObject({ before: z.number().int().positive().optional() });
export type ActivityInput = z.infer<typeof activityInput>;
