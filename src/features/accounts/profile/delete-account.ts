import { eq, or } from "drizzle-orm";
import { queueMail } from "#features/mail/queue-mail.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { chargeEmailLimit } from "#features/accounts/core/charge-email-limit.ts";
import { DONE } from "#trpc/contract.ts";
import type { DeleteAccountInput } from "#features/accounts/contract.ts";
import type { Done } from "#trpc/contract.ts";
import { endSessions } from "#features/accounts/sessions/end-sessions.ts";
import { accountDeletedMail } from "#features/accounts/rules/mails.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import { redeemCodes } from "#features/accounts/codes/redeem-code.ts";
import { codes, users, verifications } from "#features/accounts/schema.ts";
import { DEVICE_COOKIE, SESSION_COOKIE } from "#features/accounts/rules/session.ts";
import { anonymousActor } from "#platform/actor.ts";
import type { UserActor } from "#platform/actor.ts";
import { clearCookie } from "#features/accounts/core/sign-cookies.ts";
import { writeAudit } from "#features/accounts/audit.ts";

type Deps = Pick<
  AccountDeps,
  "accountLifecycle" | "auth" | "clock" | "db" | "limiter" | "encryption" | "sessionCache"
>;

/**
 * Deletes the account, confirmed by a code, and all data of its owner: tables of accounts by foreign keys, other
 * features' data by their account lifecycle hooks. The audit log records that an account was deleted, but not whose.
 */
export async function deleteAccount(
  deps: Deps,
  actor: UserActor,
  { code }: DeleteAccountInput,
): Promise<{ result: Done; cookies: readonly string[] }> {
  const { email } = await readUser(deps.db, actor.userId);
  await chargeEmailLimit(deps, email);
  await redeemCodes({ ...deps, secrets: deps.auth.secrets }, [{ email, purpose: "delete_account", code }]);
  const ended = await deps.auth.inTransaction(async (tx) => {
    // First of all locks: whoever holds the account (core/hold-account.ts) waits for nothing that this transaction has.
    await tx.select({ id: users.id }).from(users).where(eq(users.id, actor.userId)).for("update");
    for (const hooks of deps.accountLifecycle) await hooks.beforeDelete?.(tx, actor.userId);
    const tokens = await endSessions(tx, actor.userId);
    for (const hooks of deps.accountLifecycle) {
      await hooks.onDelete?.({ ...deps, tx }, { id: actor.userId, email });
    }
    await tx.delete(users).where(eq(users.id, actor.userId));
    const isForNewEmail = eq(codes.purpose, `change_email_new:${actor.userId}`);
    await tx.delete(codes).where(or(eq(codes.email, email), isForNewEmail));
    await tx.delete(verifications).where(eq(verifications.value, actor.userId));
    await writeAudit({ ...deps, db: tx }, anonymousActor(), { action: "account_deleted", userId: null });
    await queueMail({ tx, encryption: deps.encryption }, { to: email, content: accountDeletedMail() });
    return tokens;
  });
  await deps.sessionCache.markEnded(ended);
  return { result: DONE, cookies: [clearCookie(SESSION_COOKIE), clearCookie(DEVICE_COOKIE)] };
}
