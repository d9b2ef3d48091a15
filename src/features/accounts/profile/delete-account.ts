import { eq, or } from "drizzle-orm";
import { forgetCustomer } from "#features/billing/records/forget-customer.ts";
import { queueMail } from "#features/mail/queue-mail.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { chargeAccount } from "#features/accounts/core/charge-account.ts";
import { DONE } from "#features/accounts/contract.ts";
import type { DeleteAccountInput, Done } from "#features/accounts/contract.ts";
import { endSessions } from "#features/accounts/sessions/end-sessions.ts";
import { keepAnAdmin } from "#features/accounts/core/keep-admin.ts";
import { accountDeletedMail } from "#features/accounts/rules/mails.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import { redeemCodes } from "#features/accounts/codes/redeem-code.ts";
import { codes, users, verifications } from "#features/accounts/schema.ts";
import { SESSION_COOKIE } from "#features/accounts/rules/session.ts";
import type { UserActor } from "#features/accounts/rules/session.ts";
import { clearCookie } from "#features/accounts/core/sign-cookies.ts";
import { writeAudit } from "#features/audit/write-audit.ts";

type Deps = Pick<AccountDeps, "auth" | "clock" | "db" | "limiter" | "sealer" | "sessionCopies">;

/**
 * Deletes the account by a code, and with it all that is kept about its owner: what belongs to a user refers to them and
 * goes with them. The log keeps that an account was deleted, and not whose.
 */
export async function deleteAccount(
  deps: Deps,
  actor: UserActor,
  { code }: DeleteAccountInput,
): Promise<{ result: Done; cookies: readonly string[] }> {
  const { email } = await readUser(deps.db, actor.userId);
  await chargeAccount(deps, email);
  await redeemCodes({ ...deps, secrets: deps.auth.secrets }, [{ email, purpose: "delete_account", code }]);
  const ended = await deps.auth.inTransaction(async (tx) => {
    await keepAnAdmin(tx, actor.userId);
    const tokens = await endSessions(tx, actor.userId);
    await forgetCustomer({ ...deps, tx }, { id: actor.userId, email });
    await tx.delete(users).where(eq(users.id, actor.userId));
    const ofNewAddress = eq(codes.purpose, `change_email_new:${actor.userId}`);
    await tx.delete(codes).where(or(eq(codes.email, email), ofNewAddress));
    await tx.delete(verifications).where(eq(verifications.value, actor.userId));
    const nowhere = { address: "", userAgent: "" };
    await writeAudit({ ...deps, db: tx }, nowhere, { action: "account_deleted", userId: null });
    await queueMail({ tx, sealer: deps.sealer }, { to: email, content: accountDeletedMail() });
    return tokens;
  });
  await deps.sessionCopies.end(ended);
  return { result: DONE, cookies: [clearCookie(SESSION_COOKIE)] };
}
