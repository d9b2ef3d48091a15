import { and, eq, max } from "drizzle-orm";
import { planRequired } from "#features/billing/records/find-plan.ts";
import { PLANS } from "#features/billing/rules/plans.ts";
import type { PlanName } from "#features/billing/rules/plans.ts";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { stepMs } from "#features/history/rules/bucket.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import { reachStart } from "#features/history/rules/reach.ts";
import { readBuckets } from "#features/history/read/read-buckets.ts";
import { priceBuckets } from "#features/history/schema.ts";
import type { BucketQuery, WikiBucket } from "./history-endpoints.ts";

/**
 * One bucket of all items in the wiki's shape: the newest that is held, or the one that starts at `timestamp` (Unix
 * seconds). A bucket that was set aside or never came is empty. Throws `unavailable` while none is held, and
 * `plan_required` for one before what the caller's plan reaches back to: an empty answer would say that nothing traded.
 */
export async function getBucket(
  deps: { dbRead: Db; clock: Clock },
  plan: PlanName,
  { step, timestamp }: BucketQuery & { step: StoredStep },
): Promise<WikiBucket> {
  const { historyDays } = PLANS[plan];
  const sinceMs = reachStart(historyDays, deps.clock.now().getTime());
  if (historyDays !== null && timestamp !== undefined && timestamp * 1_000 < sinceMs) {
    throw planRequired("historyDays", historyDays);
  }
  const fromMs = timestamp === undefined ? await newestMs(deps.dbRead, step) : timestamp * 1_000;
  const [bucket] = await readBuckets(deps, { step, fromMs, toMs: fromMs + stepMs(step) });
  const entries = (bucket?.rows ?? []).map((row) => [
    row.itemId,
    {
      avgHighPrice: row.avgHigh,
      highPriceVolume: row.highVolume,
      avgLowPrice: row.avgLow,
      lowPriceVolume: row.lowVolume,
    },
  ]);
  return { data: Object.fromEntries(entries), timestamp: fromMs / 1_000 };
}

async function newestMs(db: Db, step: StoredStep): Promise<number> {
  const [newest] = await db
    .select({ at: max(priceBuckets.bucketAt) })
    .from(priceBuckets)
    .where(and(eq(priceBuckets.stepS, stepMs(step) / 1_000), eq(priceBuckets.status, "stored")));
  if (!newest?.at) throw new AppError("unavailable", `No bucket of ${step} has arrived yet`);
  return newest.at.getTime();
}
