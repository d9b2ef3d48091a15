import { and, eq, ne } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { UserActor } from "#platform/actor.ts";
import type { Db } from "#platform/db/db.ts";
import { queueMail } from "#features/mail/queue-mail.ts";
import { DONE } from "#trpc/contract.ts";
import type { Done } from "#trpc/contract.ts";
import { writeAudit } from "#features/accounts/audit.ts";
import { chargeEmailLimit } from "#features/accounts/core/charge-email-limit.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import { clearCookie } from "#features/accounts/core/sign-cookies.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { checkPasskey, passkeyNotRight } from "#features/accounts/factors/check-passkey.ts";
import { checkPassword, confirmOwner, redeemBackupCode } from "#features/accounts/factors/confirm-owner.ts";
import {
  endConfirmations,
  lockSecondFactors,
  readSecondFactors,
  settleSecondFactors,
} from "#features/accounts/factors/second-factors.ts";
import { passkeyRemovedMail } from "#features/accounts/rules/mails.ts";
import { PASSKEY_COOKIE } from "#features/accounts/rules/session.ts";
import type { Assertion, AssertionRequest } from "#features/accounts/rules/webauthn.ts";
import { passkeys } from "#features/accounts/schema.ts";
import { makeChallenge } from "./challenge.ts";
import type { RemovePasskeyInput } from "./contract.ts";
import { passkeyGone, readPasskeys } from "./manage-passkeys.ts";
import { assertionRequestFor } from "./relying-party.ts";
import { usePasskey } from "./verify-assertion.ts";

type Deps = Pick<AccountDeps, "auth" | "clock" | "db" | "limiter" | "encryption">;

const IS_LAST = new AppError(
  "conflict",
  "This is your last second factor. Confirm with the passkey itself, or with a backup code and a code from your mail",
  { factor: "last" },
);

/** Asks for a signature by one of the user's passkeys, to remove one. */
export async function startPasskeyRemoval(
  deps: Pick<Deps, "auth" | "clock" | "db">,
  actor: UserActor,
): Promise<{ result: AssertionRequest; cookies: readonly string[] }> {
  const { challenge, cookie } = makeChallenge(deps, `remove:${actor.userId}`);
  const known = await readPasskeys(deps.db, actor.userId);
  return { result: assertionRequestFor(deps.auth, challenge, known), cookies: [cookie] };
}

/**
 * Removes a passkey. The last second factor takes a proof of its own, as turning off an authenticator app does, because a
 * stolen session with the password is one factor. Throws `not_found`, `invalid_input` for a wrong proof, `conflict`
 * (`factor: last`) without one.
 */
export async function removePasskey(
  deps: Deps,
  actor: UserActor,
  cookies: string,
  input: RemovePasskeyInput,
): Promise<{ result: Done; cookies: readonly string[] }> {
  const { userId } = actor;
  const own = and(eq(passkeys.id, input.id), eq(passkeys.userId, userId));
  const [found] = await deps.db.select({ name: passkeys.name }).from(passkeys).where(own);
  if (found === undefined) throw passkeyGone();
  const isProven = "passkey" in input || "backupCode" in input;
  if (!isProven && !(await hasOther(deps.db, userId, input.id))) throw IS_LAST;
  await confirm(deps, actor, cookies, input);
  const { email } = await readUser(deps.db, userId);
  await deps.auth.inTransaction(async (tx) => {
    await lockSecondFactors(tx, userId);
    // Another request may have removed the other one meanwhile.
    if (!isProven && !(await hasOther(tx, userId, input.id))) throw IS_LAST;
    const removed = await tx.delete(passkeys).where(own).returning({ id: passkeys.id });
    if (removed.length === 0) throw passkeyGone();
    await endConfirmations(tx, userId);
    await settleSecondFactors(tx, deps.auth, userId);
    const { twoFactor } = await readUser(tx, userId);
    await writeAudit({ ...deps, db: tx }, actor, { action: "passkey_removed", userId });
    const content = passkeyRemovedMail(found.name, !twoFactor);
    await queueMail({ tx, encryption: deps.encryption }, { to: email, content });
  });
  return { result: DONE, cookies: [clearCookie(PASSKEY_COOKIE)] };
}

/** Whether a second factor is left without this passkey. */
async function hasOther(db: Db, userId: string, passkeyId: string): Promise<boolean> {
  const { totp } = await readSecondFactors(db, userId);
  if (totp) return true;
  const others = await db
    .select({ id: passkeys.id })
    .from(passkeys)
    .where(and(eq(passkeys.userId, userId), ne(passkeys.id, passkeyId)))
    .limit(1);
  return others.length > 0;
}

async function confirm(
  deps: Deps,
  actor: UserActor,
  cookies: string,
  input: RemovePasskeyInput,
): Promise<void> {
  if (!("passkey" in input) && !("backupCode" in input)) {
    await confirmOwner(deps, actor, input);
    return;
  }
  const { email } = await readUser(deps.db, actor.userId);
  await chargeEmailLimit(deps, email);
  // First, so that a wrong password costs no backup code.
  await checkPassword(deps, actor, input.password);
  if ("passkey" in input) await confirmByPasskey(deps, actor, cookies, input.passkey);
  else await redeemBackupCode(deps, actor, email, input);
}

async function confirmByPasskey(
  deps: Deps,
  actor: UserActor,
  cookies: string,
  assertion: Assertion,
): Promise<void> {
  const purpose = `remove:${actor.userId}` as const;
  const verified = await checkPasskey(deps, actor, cookies, { assertion, purpose });
  if (!(await deps.auth.inTransaction((tx) => usePasskey(tx, deps, verified)))) throw passkeyNotRight();
}
