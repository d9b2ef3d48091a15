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

/** Sends a sign-in code to any e-mail address; redeeming it creates an account if there is none. Throws `rate_limited`. */
export async function sendSignInCode(deps: Deps, { email }: EmailInput): Promise<CodeSent> {
  await chargeEmailLimit(deps, email);
  await deps.auth.inTransaction((tx) =>
    mailCode({ ...deps, tx }, { email, purpose: "sign_in", contentOf: signInMail }),
  );
  return CODE_SENT;
}

/** Sends a code for a password reset, or a mail that says that there is no account with this e-mail address. */
export async function sendResetCode(deps: Deps, { email }: EmailInput): Promise<CodeSent> {
  await chargeEmailLimit(deps, email);
  await deps.auth.inTransaction(async (tx) => {
    const known = await tx.select({ id: users.id }).from(users).where(eq(users.email, email));
    const contentOf = known.length > 0 ? resetMail : noAccountMail;
    await mailCode({ ...deps, tx }, { email, purpose: "reset_password", contentOf });
  });
  return CODE_SENT;
}

const CONFIRMATION_MAILS = {
  change_password: changePasswordMail,
  change_second_factor: changeSecondFactorMail,
  delete_account: deleteAccountMail,
} as const satisfies Record<RequestCodeInput["purpose"], unknown>;

/** Sends a signed-in user the code that confirms the action `purpose`. Throws `rate_limited`. */
export async function sendConfirmationCode(
  deps: Deps & Pick<AccountDeps, "db">,
  actor: UserActor,
  { purpose }: RequestCodeInput,
): Promise<CodeSent> {
  const { email } = await readUser(deps.db, actor.userId);
  await chargeEmailLimit(deps, email);
  await deps.auth.inTransaction((tx) =>
    mailCode({ ...deps, tx }, { email, purpose, contentOf: CONFIRMATION_MAILS[purpose] }),
  );
  return CODE_SENT;
}
