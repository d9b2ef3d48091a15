import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { Db } from "#platform/db/db.ts";
import { users } from "#features/accounts/schema.ts";

/**
 * Throws `conflict` if this account is the only unlocked admin. Call it in the transaction that demotes, locks or deletes
 * an account: its advisory lock allows one such transaction at a time.
 */
export async function requireAnotherAdmin(tx: Db, userId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('admins', 1))`);
  const [user] = await tx.select({ role: users.role }).from(users).where(eq(users.id, userId));
  if (user?.role !== "admin") return;
  const others = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, "admin"), ne(users.id, userId), isNull(users.lockedAt)))
    .limit(1);
  if (others.length === 0) {
    throw new AppError("conflict", "This is the only admin. Make somebody else an admin first");
  }
}
