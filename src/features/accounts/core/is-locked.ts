import { and, eq, isNotNull } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import { users } from "#features/accounts/schema.ts";

/** Whether an admin has locked the account; false if there is no such account. */
export async function isLockedAccount(db: Db, userId: string): Promise<boolean> {
  const locked = await db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), isNotNull(users.lockedAt)));
  return locked.length > 0;
}
