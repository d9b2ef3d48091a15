import { and, eq, isNull } from "drizzle-orm";
import type { AdminAccess, Session } from "#platform/actor.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { hasSecondFactor } from "#features/accounts/core/has-second-factor.ts";
import { CONFIRMED_MS } from "#features/accounts/rules/session.ts";
import { sessions, users } from "#features/accounts/schema.ts";
import { isLiveSession } from "#features/accounts/sessions/live-session.ts";

/**
 * What a session may do in the admin part. Reads the database, because the copy of a session in Redis may be older than a
 * change of the role, the second factor or the confirmation. Null if the session has ended or its user is locked.
 */
export async function findAdminAccess(
  { db, clock }: Pick<AccountDeps, "db" | "clock">,
  session: Session,
): Promise<AdminAccess | null> {
  const now = clock.now();
  const [row] = await db
    .select({ role: users.role, hasSecondFactor: hasSecondFactor(), confirmedAt: sessions.confirmedAt })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.id, session.id), isLiveSession(now), isNull(users.lockedAt)));
  if (row === undefined) return null;
  const { confirmedAt, ...rest } = row;
  return {
    ...rest,
    isConfirmed: confirmedAt !== null && now.getTime() - confirmedAt.getTime() < CONFIRMED_MS,
  };
}
