import { and, eq, isNull, lt } from "drizzle-orm";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { TOTP_TAKEN_MS } from "#features/accounts/factors/claim-totp.ts";
import {
  codes,
  sessions,
  usedChallenges,
  usedTotps,
  users,
  verifications,
} from "#features/accounts/schema.ts";

const DAY_MS = 86_400_000;
/** An account whose e-mail address is not verified is deleted after this time. */
const UNVERIFIED_DAYS = 7;

/** Deletes expired rows, and accounts with an unverified e-mail address after a week. Idempotent. */
export async function sweepExpired({ db, clock }: { db: Db; clock: Clock }): Promise<void> {
  const now = clock.now();
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS);
  await db.delete(codes).where(lt(codes.expiresAt, now));
  await db.delete(sessions).where(lt(sessions.expiresAt, now));
  await db.delete(verifications).where(lt(verifications.expiresAt, now));
  await db.delete(usedChallenges).where(lt(usedChallenges.expiresAt, now));
  await db.delete(usedTotps).where(lt(usedTotps.usedAt, new Date(now.getTime() - TOTP_TAKEN_MS)));
  await db
    .delete(users)
    .where(
      and(
        eq(users.emailVerified, false),
        isNull(users.lockedAt),
        lt(users.createdAt, daysAgo(UNVERIFIED_DAYS)),
      ),
    );
}
