import { auditWriter } from "#features/audit/write-audit.ts";

/** The actions that this feature writes to the audit log, with the text that users and admins read. */
export const accountAuditWords = {
  registered: "Account made",
  sign_up_repeated: "Somebody signed up with this address",
  email_verified: "E-mail address verified",
  signed_in: "Signed in with the password",
  signed_in_by_code: "Signed in with a code",
  second_factor_passed: "Signed in with the second factor",
  backup_code_used: "Signed in with a backup code",
  signed_in_by_passkey: "Signed in with a passkey",
  passkey_step_passed: "Signed in with a passkey as second factor",
  sign_in_failed: "Sign-in failed: wrong password",
  code_failed: "Sign-in failed: wrong code by e-mail",
  second_factor_failed: "Sign-in failed: wrong second factor",
  confirmed: "Confirmed with the second factor",
  passkey_failed: "Sign-in failed: wrong passkey",
  confirmation_failed: "A change was refused: wrong password, code or passkey",
  signed_out: "Signed out",
  session_ended: "Ended a session",
  sessions_ended: "Ended all other sessions",
  profile_changed: "Changed the name",
  password_changed: "Changed the password",
  password_reset: "Set a new password after forgetting it",
  email_changed: "Changed the e-mail address",
  totp_started: "Set up an authenticator app",
  totp_stopped: "Turned off the authenticator app",
  passkey_added: "Added a passkey",
  passkey_renamed: "Renamed a passkey",
  passkey_removed: "Removed a passkey",
  backup_codes_renewed: "Made new backup codes",
  account_deleted: "An account was deleted by its owner",
  data_exported: "Downloaded all data",
  locked: "Account locked by an admin",
  unlocked: "Account unlocked by an admin",
  role_changed: "Role changed by an admin",
  sessions_ended_by_admin: "Sessions ended by an admin",
} as const;

export type AccountAuditAction = keyof typeof accountAuditWords;

export const writeAudit = auditWriter(accountAuditWords);
