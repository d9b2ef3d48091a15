import { eq, lt, sql } from "drizzle-orm";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { sessions, usedTotps } from "#features/accounts/schema.ts";

/** A code is taken for the half minute that shows it, the one before and the one after: 90 seconds, and some for clocks. */
export const TOTP_TAKEN_MS = 120_000;

/**
 * An authenticator's code signs in once (RFC 6238 5.2): whoever saw it typed gains nothing. False for one that was used; the
 * session that better-auth has made for it, of which nobody was told yet, is ended then.
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
