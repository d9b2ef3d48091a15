import { eq, lt, sql } from "drizzle-orm";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { sessions, usedTotps } from "#features/accounts/schema.ts";

/** A code is valid in its own 30 s, in the 30 s before and after (90 s), and some time longer for clock differences. */
export const TOTP_TAKEN_MS = 120_000;

/**
 * Allows each code of an authenticator app one sign-in (RFC 6238 5.2), so that an observer cannot reuse it. False if the
 * code was used before; then it also deletes the session `token`, which better-auth has made and the client has not got.
 */
export async function claimTotp(
  { db, clock }: Pick<AccountDeps, "db" | "clock">,
  { token, code }: { token: string; code: string },
): Promise<boolean> {
  const now = clock.now();
  const claimed = await db
    .insert(usedTotps)
    .select(
      db
        .select({
          userId: sessions.userId,
          code: sql<string>`${code}::text`.as("code"),
          usedAt: sql<Date>`${now.toISOString()}::timestamptz`.as("used_at"),
        })
        .from(sessions)
        .where(eq(sessions.token, token)),
    )
    .onConflictDoUpdate({
      target: [usedTotps.userId, usedTotps.code],
      set: { usedAt: now },
      setWhere: lt(usedTotps.usedAt, new Date(now.getTime() - TOTP_TAKEN_MS)),
    })
    .returning({ userId: usedTotps.userId });
  if (claimed.length > 0) return true;
  await db.delete(sessions).where(eq(sessions.token, token));
  return false;
}
