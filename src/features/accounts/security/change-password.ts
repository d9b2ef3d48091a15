import { and, eq } from "drizzle-orm";
import { randomUUID } from "node:crypto";
import { queueMail } from "#features/mail/queue-mail.ts";
import { AppError } from "#platform/app-error.ts";
import type { Db } from "#platform/db/db.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import type { AccountAuditAction } from "#features/accounts/audit.ts";
import { chargeEmailLimit } from "#features/accounts/core/charge-email-limit.ts";
import { DONE } from "#trpc/contract.ts";
import type { ChangePasswordInput, ResetPasswordInput } from "#features/accounts/contract.ts";
import type { Done } from "#trpc/contract.ts";
import { endSessions } from "#features/accounts/sessions/end-sessions.ts";
import { hashFor, hashPassword } from "#features/accounts/core/hash-password.ts";
import { passwordChangedMail } from "#features/accounts/rules/mails.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import { redeemCodes } from "#features/accounts/codes/redeem-code.ts";
import { credentials, users, verifications } from "#features/accounts/schema.ts";
import type { Actor, UserActor } from "#platform/actor.ts";
import { refuseWeakPassword } from "./refuse-weak-password.ts";
import { writeAudit } from "#features/accounts/audit.ts";

type Deps = Pick<AccountDeps, "auth" | "clock" | "db" | "limiter" | "encryption" | "sessionCache">;

/**
 * Sets a new password with a code from the password reset mail, and ends every session. Throws `invalid_input` for an
 * invalid code, with the same message whether or not the e-mail address has an account.
 */
export async function resetPassword(
  deps: Deps,
  actor: Actor,
  { email, code, newPassword }: ResetPasswordInput,
): Promise<Done> {
  await chargeEmailLimit(deps, email);
  // Before the code is used up; the name is left out, because nobody has proved to be its owner yet.
  refuseWeakPassword(newPassword, { email, field: "newPassword" });
  await redeemCodes({ ...deps, secrets: deps.auth.secrets }, [{ email, purpose: "reset_password", code }]);
  const [user] = await deps.db.select({ id: users.id }).from(users).where(eq(users.email, email));
  // Codes are also made for e-mail addresses without an account; a guessed one ends here.
  if (user === undefined) throw new AppError("invalid_input", "There is no such account", { field: "code" });
  await replacePassword(deps, actor, { userId: user.id, email, newPassword, action: "password_reset" });
  return DONE;
}

/** Changes the password or sets the first one, confirmed by a code, and ends the user's other sessions. */
export async function changePassword(
  deps: Deps,
  actor: UserActor,
  { code, newPassword }: ChangePasswordInput,
): Promise<Done> {
  const { email, name } = await readUser(deps.db, actor.userId);
  await chargeEmailLimit(deps, email);
  refuseWeakPassword(newPassword, { email, name, field: "newPassword" });
  await redeemCodes({ ...deps, secrets: deps.auth.secrets }, [{ email, purpose: "change_password", code }]);
  const change = { userId: actor.userId, email, newPassword, action: "password_changed" } as const;
  await replacePassword(deps, actor, { ...change, except: actor.session.id });
  return DONE;
}

async function replacePassword(
  deps: Deps,
  actor: Actor,
  change: { userId: string; email: string; newPassword: string; action: AccountAuditAction; except?: string },
): Promise<void> {
  const { userId, email, action, except } = change;
  const owner = { key: actor.visitor.ip, isKnown: actor.kind === "user" };
  const hash = await hashFor(owner, () => hashPassword(change.newPassword));
  const ended = await deps.auth.inTransaction(async (tx) => {
    await storePassword(tx, userId, hash, deps.clock.now());
    const tokens = await endSessions(tx, userId, except === undefined ? {} : { except });
    // Deletes challenges of sign-ins that began with the old password.
    await tx.delete(verifications).where(eq(verifications.value, userId));
    await writeAudit({ ...deps, db: tx }, actor, { action, userId });
    await queueMail({ tx, encryption: deps.encryption }, { to: email, content: passwordChangedMail() });
    return tokens;
  });
  await deps.sessionCache.markEnded(ended);
}

/** Also marks the e-mail address as verified, because a mailed code confirmed the change. */
async function storePassword(tx: Db, userId: string, hash: string, now: Date): Promise<void> {
  await tx.update(users).set({ emailVerified: true, updatedAt: now }).where(eq(users.id, userId));
  const changed = await tx
    .update(credentials)
    .set({ password: hash, updatedAt: now })
    .where(and(eq(credentials.userId, userId), eq(credentials.providerId, "credential")))
    .returning({ id: credentials.id });
  if (changed.length > 0) return;
  await tx.insert(credentials).values({
    id: randomUUID(),
    accountId: userId,
    providerId: "credential",
    userId,
    password: hash,
    createdAt: now,
    updatedAt: now,
  });
}
