import { eq } from "drizzle-orm";
import { queueMail } from "#features/mail/queue-mail.ts";
import { AppError } from "#platform/app-error.ts";
import type { Db } from "#platform/db/db.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { chargeEmailLimit } from "#features/accounts/core/charge-email-limit.ts";
import { CODE_SENT } from "#features/accounts/rules/codes.ts";
import type {
  ChangeEmailInput,
  CodeSent,
  RequestEmailChangeInput,
  UserView,
} from "#features/accounts/contract.ts";
import { lockEmail } from "#features/accounts/core/lock-email.ts";
import { mailCode } from "#features/accounts/codes/mail-code.ts";
import {
  emailChangedMail,
  registeredEmailMail,
  newEmailMail,
  currentEmailMail,
} from "#features/accounts/rules/mails.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import { redeemCodes } from "#features/accounts/codes/redeem-code.ts";
import { users } from "#features/accounts/schema.ts";
import type { UserActor } from "#platform/actor.ts";
import { writeAudit } from "#features/accounts/audit.ts";

type Deps = Pick<AccountDeps, "auth" | "clock" | "db" | "limiter" | "encryption">;

const isTaken = async (db: Db, email: string): Promise<boolean> =>
  (await db.select({ id: users.id }).from(users).where(eq(users.email, email))).length > 0;

/** Also charges the new e-mail address, so that many accounts together cannot guess its codes or flood it with mails. */
async function chargeBoth(deps: Deps, email: string, newEmail: string): Promise<void> {
  await chargeEmailLimit(deps, email);
  await chargeEmailLimit(deps, newEmail);
}

/**
 * Sends a code to the new e-mail address, which proves that the user owns it, and one to the current address, so that a
 * stolen session cannot take the account over. Only a mail, never the answer, says that the new address has an account.
 */
export async function requestEmailChange(
  deps: Deps,
  actor: UserActor,
  { newEmail }: RequestEmailChangeInput,
): Promise<CodeSent> {
  const { email } = await readUser(deps.db, actor.userId);
  if (newEmail === email) {
    throw new AppError("invalid_input", "That is your address already", { field: "newEmail" });
  }
  await chargeBoth(deps, email, newEmail);
  await deps.auth.inTransaction(async (tx) => {
    await mailCode({ ...deps, tx }, { email, purpose: "change_email_present", contentOf: currentEmailMail });
    // If the address has an account, its owner gets a sign-in code, which is not valid for the change.
    const newAddressCode = (await isTaken(tx, newEmail))
      ? ({ purpose: "sign_in", contentOf: registeredEmailMail } as const)
      : ({ purpose: `change_email_new:${actor.userId}`, contentOf: newEmailMail } as const);
    await mailCode({ ...deps, tx }, { email: newEmail, ...newAddressCode });
  });
  return CODE_SENT;
}

/** Changes the account's e-mail address. Throws `invalid_input` (`field`) for an invalid code, `conflict` if taken. */
export async function changeEmail(
  deps: Deps & Pick<AccountDeps, "accountLifecycle">,
  actor: UserActor,
  { newEmail, presentCode, newCode }: ChangeEmailInput,
): Promise<UserView> {
  const { email } = await readUser(deps.db, actor.userId);
  await chargeBoth(deps, email, newEmail);
  await redeemCodes({ ...deps, secrets: deps.auth.secrets }, [
    { email, purpose: "change_email_present", code: presentCode, field: "presentCode" },
    { email: newEmail, purpose: `change_email_new:${actor.userId}`, code: newCode, field: "newCode" },
  ]);
  return deps.auth.inTransaction(async (tx) => {
    await lockEmail(tx, newEmail);
    // The owner of the new address may have signed up since the code was sent.
    if (await isTaken(tx, newEmail)) {
      throw new AppError("conflict", "That address has an account of its own", { field: "newEmail" });
    }
    await tx
      .update(users)
      .set({ email: newEmail, updatedAt: deps.clock.now() })
      .where(eq(users.id, actor.userId));
    for (const hooks of deps.accountLifecycle) await hooks.onContactChanged?.(tx, actor.userId);
    await writeAudit({ ...deps, db: tx }, actor, { action: "email_changed", userId: actor.userId });
    await queueMail({ tx, encryption: deps.encryption }, { to: email, content: emailChangedMail() });
    return readUser(tx, actor.userId);
  });
}
