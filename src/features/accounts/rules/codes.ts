import type { CodeSent } from "#features/accounts/contract.ts";

/** What a code is good for; one for another purpose is refused. */
export type CodePurpose =
  | "sign_in"
  | "reset_password"
  | "change_password"
  | "change_second_factor"
  | "change_email_present"
  | `change_email_new:${string}`
  | "delete_account";

export const CODE_TTL_S = 600;
export const CODE_TRIES = 5;

export const CODE_SENT: CodeSent = { status: "code_sent", expiresInS: CODE_TTL_S };
