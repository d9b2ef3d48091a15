import { and, eq, isNull, ne, or } from "drizzle-orm";
import { isAppError } from "#platform/app-error.ts";
import type { Db } from "#platform/db/db.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { beginChallenge } from "./begin-challenge.ts";
import { makeSession } from "./make-session.ts";
import { chargeEmailLimit } from "#features/accounts/core/charge-email-limit.ts";
import { requestSecondFactor, completeSignIn } from "./complete-sign-in.ts";
import type { SignIn } from "./complete-sign-in.ts";
import type { VerifyOtpInput } from "#features/accounts/contract.ts";
import { hashFor, verifyPassword } from "#features/accounts/core/hash-password.ts";
import { lockEmail } from "#features/accounts/core/lock-email.ts";
import { defaultNameFor } from "#features/accounts/rules/naming.ts";
import { auditFailedSignIn } from "./audit-failed-sign-in.ts";
import { redeemCodes } from "#features/accounts/codes/redeem-code.ts";
import { credentials, users } from "#features/accounts/schema.ts";
import type { Actor } from "#platform/actor.ts";
import { writeAudit } from "#features/accounts/audit.ts";

type Owner = { id: string; twoFactorEnabled: boolean };

/**
 * Signs in by a mailed code, which proves that the caller owns the e-mail address: verifies the account or creates it.
 * Removes the password of an unverified account unless the caller repeats it, because a stranger may have set it.
 * Throws `invalid_input` for an invalid code, `rate_limited`, `forbidden` for a locked account.
 */
export async function verifyOtp(
  deps: Pick<AccountDeps, "auth" | "clock" | "db" | "encryption" | "limiter">,
  actor: Actor,
  { email, code, password }: VerifyOtpInput,
): Promise<SignIn> {
  await chargeEmailLimit(deps, email);
  try {
    await redeemCodes({ ...deps, secrets: deps.auth.secrets }, [{ email, purpose: "sign_in", code }]);
  } catch (error) {
    const isWrong = isAppError(error) && error.code === "invalid_input";
    if (isWrong) await auditFailedSignIn(deps, actor, { email, action: "code_failed" });
    throw error;
  }
  const provenHash = await hashFor({ key: actor.visitor.ip, isKnown: true }, () =>
    findMatchingHash(deps.db, email, password),
  );
  const outcome = await deps.auth.inTransaction(
    async (tx): Promise<{ challenge: string } | { token: string }> => {
      await lockEmail(tx, email);
      const owner = await claimAccount({ ...deps, db: tx }, actor, { email, provenHash });
      if (owner.twoFactorEnabled) return { challenge: await beginChallenge(deps.auth, owner.id) };
      return { token: await makeSession(deps.auth, actor, owner.id) };
    },
  );
  if ("challenge" in outcome) return requestSecondFactor(deps, outcome.challenge);
  return completeSignIn(deps, actor, { token: outcome.token, action: "signed_in_by_code" });
}

/** The stored hash if the password matches it. `claimAccount` compares it with the hash that is stored by then. */
async function findMatchingHash(db: Db, email: string, password: string | undefined): Promise<string | null> {
  if (password === undefined) return null;
  const [credential] = await db
    .select({ hash: credentials.password })
    .from(credentials)
    .innerJoin(users, eq(users.id, credentials.userId))
    .where(and(eq(users.email, email), eq(credentials.providerId, "credential")));
  const hash = credential?.hash ?? null;
  return hash !== null && (await verifyPassword(hash, password)) ? hash : null;
}

async function claimAccount(
  deps: Pick<AccountDeps, "auth" | "clock" | "db">,
  actor: Actor,
  { email, provenHash }: { email: string; provenHash: string | null },
): Promise<Owner> {
  const { db } = deps;
  const [user] = await db
    .select({ id: users.id, twoFactorEnabled: users.twoFactorEnabled, emailVerified: users.emailVerified })
    .from(users)
    .where(eq(users.email, email));
  if (user === undefined) {
    const { internalAdapter } = await deps.auth.context;
    const created = await internalAdapter.createUser(
      { email, name: defaultNameFor(email), emailVerified: true },
      { method: "email-otp" },
    );
    await writeAudit(deps, actor, { action: "registered", userId: created.id });
    return { id: created.id, twoFactorEnabled: false };
  }
  if (!user.emailVerified) {
    const isUnproven =
      provenHash === null
        ? undefined
        : or(isNull(credentials.password), ne(credentials.password, provenHash));
    await db.delete(credentials).where(and(eq(credentials.userId, user.id), isUnproven));
    await db.update(users).set({ emailVerified: true }).where(eq(users.id, user.id));
    await writeAudit(deps, actor, { action: "email_verified", userId: user.id });
  }
  return user;
}
