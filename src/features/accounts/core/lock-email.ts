import { sql } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";

/** Until the transaction ends, nobody else makes, claims or takes over the account of this address. */
export async function lockEmail(tx: Db, email: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${email}, 1))`);
}
