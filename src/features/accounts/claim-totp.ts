import { eq, lt, sql } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { AccountDeps } from "./account-deps.ts";
import { sessions, usedTotps } from "./schema.ts";

/** A code is taken for the half minute that shows it, the one before and the one after: 90 seconds, and some for clocks. */
export const TOTP_TAKEN_MS = 120_000;

const USED =
  "That code has been used to sign in already. Start again, and type the next one that your app shows";

/**
 * Signs in with an authenticator's code once (RFC 6238 5.2): whoever saw it typed gains nothing. Throws `unauthenticated`
 * for one that was used, and ends the session that better-auth has made for it, of which nobody was told yet.
 */
export async function claimTotp(
  { db, clock }: Pick<AccountDeps, "db" | "clock">,
  { token, code }: { token: string; code: string },
): Promise<void> {
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
  if (claimed.length > 0) return;
  await db.delete(sessions).where(eq(sessions.token, token));
  throw new AppError("unauthenticated", USED);
}
