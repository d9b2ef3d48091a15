import { randomUUID } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { chargeEmailLimit } from "#features/accounts/core/charge-email-limit.ts";
import { CODE_SENT } from "#features/accounts/rules/codes.ts";
import type { CodeSent, RegisterInput } from "#features/accounts/contract.ts";
import type { Auth } from "#features/accounts/core/open-auth.ts";
import { hashFor, hashPassword } from "#features/accounts/core/hash-password.ts";
import { lockEmail } from "#features/accounts/core/lock-email.ts";
import { mailCode } from "#features/accounts/codes/mail-code.ts";
import { registeredEmailMail, signUpMail } from "#features/accounts/rules/mails.ts";
import { users } from "#features/accounts/schema.ts";
import type { Actor } from "#platform/actor.ts";
import { refuseWeakPassword } from "#features/accounts/security/refuse-weak-password.ts";
import { writeAudit } from "#features/accounts/audit.ts";

/** Rolls back the account that is created only so that both cases take the same time. */
class Rollback extends Error {}

const idOf = async (tx: Db, email: string): Promise<string | null> =>
  (await tx.select({ id: users.id }).from(users).where(eq(users.email, email)))[0]?.id ?? null;

/** The rows of better-auth's own sign-up. */
async function createAccount(
  auth: Auth,
  { email, name, hash }: { email: string; name: string; hash: string },
): Promise<void> {
  const { internalAdapter } = await auth.context;
  const user = await internalAdapter.createUser({ email, name, emailVerified: false }, { method: "email" });
  await internalAdapter.linkAccount({
    userId: user.id,
    providerId: "credential",
    accountId: user.id,
    password: hash,
  });
}

/**
 * Creates an account and mails a code that verifies it; replaces an unverified account, which nobody has proved to own.
 * If the e-mail address has an account, only the mail says so: answer and work are the same, even an account that is
 * created and rolled back. Throws `rate_limited`, and
 * `invalid_input` for a password that is easily guessed.
 */
export async function registerUser(
  deps: Omit<AccountDeps, "log" | "sessionCache">,
  actor: Actor,
  { email, password, name }: RegisterInput,
): Promise<CodeSent> {
  await chargeEmailLimit(deps, email);
  refuseWeakPassword(password, { email, name, field: "password" });
  // Before the transaction, which would hold a connection while the password waits.
  const hash = await hashFor({ key: actor.visitor.ip }, () => hashPassword(password));
  await deps.auth.inTransaction(async (tx) => {
    await lockEmail(tx, email);
    await tx
      .delete(users)
      .where(and(eq(users.email, email), eq(users.emailVerified, false), isNull(users.lockedAt)));
    const knownId = await idOf(tx, email);
    const signUpEmail = knownId === null ? email : `${randomUUID()}@known.invalid`;
    await deps.auth
      .inTransaction(async () => {
        await createAccount(deps.auth, { email: signUpEmail, name, hash });
        if (knownId !== null) throw new Rollback();
      })
      .catch((error: unknown) => {
        if (!(error instanceof Rollback)) throw error;
      });
    const contentOf = knownId === null ? signUpMail : registeredEmailMail;
    await mailCode({ ...deps, tx }, { email, purpose: "sign_in", contentOf });
    await writeAudit({ ...deps, db: tx }, actor, {
      action: knownId === null ? "registered" : "sign_up_repeated",
      userId: knownId ?? (await idOf(tx, email)),
    });
  });
  return CODE_SENT;
}
