import { count, desc, max, sql } from "drizzle-orm";
import { readBackfill } from "#features/history/status/read-backfill.ts";
import type { Db } from "#platform/db/db.ts";
import type { HistoryReport } from "./contract.ts";
import { historyRefusals, priceGaps } from "#features/history/schema.ts";
import { stepOf } from "#features/history/rules/step-of.ts";

/** Reports backfill progress, missing buckets and refused points. */
export async function getReport({ db }: { db: Db }): Promise<HistoryReport> {
  const [backfill, gaps, refusals] = await Promise.all([
    readBackfill({ db }),
    db
      .select({
        stepS: priceGaps.stepS,
        all: count(),
        unfillable: sql<number>`count(*) filter (where ${priceGaps.unfillable})`.mapWith(Number),
        triedAt: max(priceGaps.triedAt),
      })
      .from(priceGaps)
      .groupBy(priceGaps.stepS)
      .orderBy(priceGaps.stepS),
    db.select().from(historyRefusals).orderBy(desc(historyRefusals.lastAt)),
  ]);
  return {
    backfill,
    gaps: gaps.map(({ stepS, all, unfillable, triedAt }) => ({
      step: stepOf(stepS),
      open: all - unfillable,
      unfillable,
      triedAt: triedAt?.getTime() ?? null,
    })),
    refusals: refusals.map(({ stepS, lastAt, ...row }) => ({
      ...row,
      step: stepOf(stepS),
      lastAt: lastAt.getTime(),
    })),
  };
}
