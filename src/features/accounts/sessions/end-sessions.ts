import { and, eq, ne } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import { sessions } from "#features/accounts/schema.ts";

/**
 * Ends a user's sessions: one, all but one, or all. Returns their tokens. Pass them to `sessionCache.markEnded` after the
 * transaction has committed: before, another request could still read the session and cache it.
 */
export async function endSessions(
  db: Db,
  userId: string,
  which: { only?: string; except?: string } = {},
): Promise<string[]> {
  const ended = await db
    .delete(sessions)
    .where(
      and(
        eq(sessions.userId, userId),
        which.only === undefined ? undefined : eq(sessions.id, which.only),
        which.except === undefined ? undefined : ne(sessions.id, which.except),
      ),
    )
    .returning({ token: sessions.token });
  return ended.map(({ token }) => token);
}
