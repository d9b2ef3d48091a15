import { desc } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import type { HistoryDrifts } from "./contract.ts";
import { historyDrift } from "#features/history/schema.ts";
import { stepOf } from "#features/history/rules/step-of.ts";

const SHOWN = 100;

/** Lists the buckets that differ from their recomputation since the nightly check, newest bucket first. */
export async function listDrifts({ db }: { db: Db }): Promise<HistoryDrifts> {
  const rows = await db.select().from(historyDrift).orderBy(desc(historyDrift.bucketAt)).limit(SHOWN);
  return {
    drifts: rows.map(({ stepS, bucketAt, checkedAt, ...counts }) => ({
      ...counts,
      step: stepOf(stepS),
      at: bucketAt.getTime(),
      checkedAt: checkedAt.getTime(),
    })),
  };
}
