import { eq } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import { ledgers } from "#features/trades/schema.ts";
import type { LedgerSettings } from "./contract.ts";

export async function readSettings(db: Db, userId: string): Promise<LedgerSettings> {
  const [ledger] = await db.select().from(ledgers).where(eq(ledgers.userId, userId));
  return {
    method: ledger?.method === "average" ? "average" : "fifo",
    timeZone: ledger?.timeZone ?? null,
    version: ledger?.version ?? 0,
  };
}
