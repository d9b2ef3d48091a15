import { and, eq } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import type { AccountAuditAction } from "#features/accounts/audit.ts";
import type { SignInResult } from "#features/accounts/contract.ts";
import { rememberDevice } from "#features/accounts/sessions/devices.ts";
import { readSecondFactors } from "#features/accounts/factors/second-factors.ts";
import { ownerOf } from "./find-challenge.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import { sessions, users } from "#features/accounts/schema.ts";
import { CHALLENGE_COOKIE, SESSION_COOKIE, SESSION_DAYS } from "#features/accounts/rules/session.ts";
import type { Actor } from "#platform/actor.ts";
import { clearCookie, setCookie, signValue } from "#features/accounts/core/sign-cookies.ts";
import { writeAudit } from "#features/accounts/audit.ts";

const DAY_S = 86_400;
const CHALLENGE_S = 600;

/** The answer to the client, and the cookies to set. */
export type SignIn = { result: SignInResult; cookies: readonly string[] };

export const sessionCookie = (token: string, secrets: readonly string[]): string =>
  setCookie(SESSION_COOKIE, signValue(token, secrets[0] ?? ""), SESSION_DAYS * DAY_S);

/** Asks for one of the account's second factors, in the sign-in of this challenge. */
export async function requestSecondFactor(
  deps: Pick<AccountDeps, "db" | "clock" | "auth">,
  challenge: string,
): Promise<SignIn> {
  const userId = await ownerOf(deps, challenge);
  if (userId === null) throw new Error("the challenge that was just made is gone");
  const signed = signValue(challenge, deps.auth.secrets[0] ?? "");
  return {
    result: { status: "second_factor", factors: await readSecondFactors(deps.db, userId) },
    cookies: [setCookie(CHALLENGE_COOKIE, signed, CHALLENGE_S)],
  };
}

/**
 * The last step of every sign-in. `isConfirmed`: the second factor was proved, which counts as a confirmation of the
 * session. If the account is locked, deletes the session and throws `forbidden`.
 */
export async function completeSignIn(
  deps: Pick<AccountDeps, "db" | "clock" | "auth" | "encryption">,
  actor: Actor,
  {
    token,
    action,
    isConfirmed = false,
  }: { token: string; action: AccountAuditAction; isConfirmed?: boolean },
): Promise<SignIn> {
  // Overwrites the IP address, because better-auth normalizes it differently or omits it.
  const [owner] = await deps.db
    .update(sessions)
    .set({
      ipAddress: actor.visitor.ip,
      userAgent: actor.visitor.userAgent,
      confirmedAt: isConfirmed ? deps.clock.now() : null,
    })
    .from(users)
    .where(and(eq(sessions.token, token), eq(users.id, sessions.userId)))
    .returning({ id: users.id, lockedAt: users.lockedAt });
  if (owner === undefined) throw new Error("the session that was just made is gone");
  if (owner.lockedAt !== null) {
    await deps.db.delete(sessions).where(eq(sessions.token, token));
    throw new AppError(
      "forbidden",
      "This account is locked. Write to whoever runs this site to have it opened",
    );
  }
  await writeAudit(deps, actor, { action, userId: owner.id });
  const user = await readUser(deps.db, owner.id);
  const device = await rememberDevice(deps, actor, user);
  return {
    result: { status: "signed_in", user },
    cookies: [sessionCookie(token, deps.auth.secrets), clearCookie(CHALLENGE_COOKIE), device],
  };
}
