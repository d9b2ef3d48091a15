import { eq } from "drizzle-orm";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { chargeEmailLimit } from "#features/accounts/core/charge-email-limit.ts";
import { CODE_SENT } from "#features/accounts/rules/codes.ts";
import type { CodeSent, EmailInput, RequestCodeInput } from "#features/accounts/contract.ts";
import { mailCode } from "./mail-code.ts";
import {
  changePasswordMail,
  changeSecondFactorMail,
  deleteAccountMail,
  noAccountMail,
  resetMail,
  signInMail,
} from "#features/accounts/rules/mails.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import { users } from "#features/accounts/schema.ts";
import type { UserActor } from "#platform/actor.ts";

type Deps = Pick<AccountDeps, "auth" | "clock" | "limiter" | "encryption">;

/** Sends a code to sign in with, to any address: who has no account gets one by using it. Throws `rate_limited`. */
export async function sendSignInCode(deps: Deps, { email }: EmailInput): Promise<CodeSent> {
  await chargeEmailLimit(deps, email);
  await deps.auth.inTransaction((tx) =>
    mailCode({ ...deps, tx }, { email, purpose: "sign_in", write: signInMail }),
  );
  return CODE_SENT;
}

/** Sends a code to set a new password with, or to an address without an account a mail that says so. */
export async function sendResetCode(deps: Deps, { email }: EmailInput): Promise<CodeSent> {
  await chargeEmailLimit(deps, email);
  await deps.auth.inTransaction(async (tx) => {
    const known = await tx.select({ id: users.id }).from(users).where(eq(users.email, email));
    const write = known.length > 0 ? resetMail : noAccountMail;
    await mailCode({ ...deps, tx }, { email, purpose: "reset_password", write });
  });
  return CODE_SENT;
}

const CONFIRM = {
  change_password: changePasswordMail,
  change_second_factor: changeSecondFactorMail,
  delete_account: deleteAccountMail,
} as const satisfies Record<RequestCodeInput["purpose"], unknown>;

/** Sends a signed-in user the code that confirms what `purpose` names. Throws `rate_limited`. */
export async function sendConfirmationCode(
  deps: Deps & Pick<AccountDeps, "db">,
  actor: UserActor,
  { purpose }: RequestCodeInput,
): Promise<CodeSent> {
  const { email } = await readUser(deps.db, actor.userId);
  await chargeEmailLimit(deps, email);
  await deps.auth.inTransaction((tx) =>
    mailCode({ ...deps, tx }, { email, purpose, write: CONFIRM[purpose] }),
  );
  return CODE_SENT;
}
