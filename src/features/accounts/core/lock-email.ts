import { sql } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";

/** Takes an advisory lock: until `tx` ends, no other transaction creates or claims an account with this e-mail address. */
export async function lockEmail(tx: Db, email: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${email}, 1))`);
}
