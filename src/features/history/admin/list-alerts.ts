import { desc, sql } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import type { HistoryAlerts } from "./contract.ts";
import { historyAlerts } from "#features/history/schema.ts";

const SHOWN = 100;

/** Lists the open alerts by their last occurrence, then the closed ones by when they were closed, newest first. */
export async function listAlerts({ db }: { db: Db }): Promise<HistoryAlerts> {
  const rows = await db
    .select()
    .from(historyAlerts)
    .orderBy(sql`${historyAlerts.closedAt} desc nulls first`, desc(historyAlerts.lastAt))
    .limit(SHOWN);
  return {
    alerts: rows.map((row) => ({
      ...row,
      raisedAt: row.raisedAt.getTime(),
      lastAt: row.lastAt.getTime(),
      closedAt: row.closedAt?.getTime() ?? null,
    })),
  };
}
