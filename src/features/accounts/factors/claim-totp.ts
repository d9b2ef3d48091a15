import { lt } from "drizzle-orm";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { usedTotps } from "#features/accounts/schema.ts";

/** A code is valid in its own 30 s, in the 30 s before and after (90 s), and some time longer for clock differences. */
export const TOTP_TAKEN_MS = 120_000;

/**
 * Allows each code of an authenticator app one use, whatever it opens (RFC 6238 5.2), so that an observer cannot reuse it:
 * turning the factor on or off, or signing in. False if the code was used before.
 */
export async function claimTotp(
  { db, clock }: Pick<AccountDeps, "db" | "clock">,
  { userId, code }: { userId: string; code: string },
): Promise<boolean> {
  const now = clock.now();
  const claimed = await db
    .insert(usedTotps)
    .values({ userId, code, usedAt: now })
    .onConflictDoUpdate({
      target: [usedTotps.userId, usedTotps.code],
      set: { usedAt: now },
      setWhere: lt(usedTotps.usedAt, new Date(now.getTime() - TOTP_TAKEN_MS)),
    })
    .returning({ userId: usedTotps.userId });
  return claimed.length > 0;
}
