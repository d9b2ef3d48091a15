import type { CodeSent } from "#features/accounts/contract.ts";

/** The action that a code permits. A code for another purpose is rejected. */
export type CodePurpose =
  | "sign_in"
  | "reset_password"
  | "change_password"
  | "change_second_factor"
  | "open_second_factor"
  | "change_email_present"
  | `change_email_new:${string}`
  | "delete_account";

export const CODE_TTL_S = 600;
export const CODE_TRIES = 5;

export const CODE_SENT: CodeSent = { status: "code_sent", expiresInS: CODE_TTL_S };
