import { and, eq, gt } from "drizzle-orm";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { readSignedCookie } from "#features/accounts/core/sign-cookies.ts";
import { CHALLENGE_COOKIE } from "#features/accounts/rules/session.ts";
import { verifications } from "#features/accounts/schema.ts";

type Deps = Pick<AccountDeps, "auth" | "clock" | "db">;

export type PendingSignIn = { challenge: string; userId: string };

/** Whom the client's challenge belongs to; null if it has none or it has ended. */
export async function findChallenge(deps: Deps, cookies: string): Promise<PendingSignIn | null> {
  const challenge = readSignedCookie(cookies, CHALLENGE_COOKIE, deps.auth.secrets);
  if (challenge === null) return null;
  const userId = await ownerOf(deps, challenge);
  return userId === null ? null : { challenge, userId };
}

/** Whom a challenge belongs to; null if it has ended. */
export async function ownerOf(
  { db, clock }: Pick<Deps, "clock" | "db">,
  challenge: string,
): Promise<string | null> {
  const [pending] = await db
    .select({ userId: verifications.value })
    .from(verifications)
    .where(and(eq(verifications.identifier, challenge), gt(verifications.expiresAt, clock.now())));
  return pending?.userId ?? null;
}

/** Ends a challenge. False if it has ended before, also by a concurrent request. */
export async function endChallenge(db: Deps["db"], { challenge, userId }: PendingSignIn): Promise<boolean> {
  const ended = await db
    .delete(verifications)
    .where(and(eq(verifications.identifier, challenge), eq(verifications.value, userId)))
    .returning({ id: verifications.id });
  return ended.length > 0;
}
