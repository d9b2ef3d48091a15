import { allowedBy } from "#features/billing/rules/allowance.ts";
import { planRequired } from "#features/billing/records/find-plan.ts";
import { historyDays } from "#features/history/rules/allowances.ts";
import type { PlanName } from "#features/billing/rules/plans.ts";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { stepMs } from "#features/history/rules/bucket.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import { reachStart } from "#features/history/rules/reach.ts";
import { readBuckets } from "#features/history/read/read-buckets.ts";
import { newestBuckets } from "#features/history/read/find-newest.ts";
import type { BucketQuery, WikiBucket } from "#features/api/rules/history-endpoints.ts";

/**
 * One bucket of all items in the wiki's shape: the newest stored one, or the one that starts at `timestamp` (Unix
 * seconds). A refused or missing bucket is empty. Throws `unavailable` if none is stored, and `plan_required` for one
 * older than the caller's plan allows, because an empty answer would mean that nothing traded.
 */
export async function getBucket(
  deps: { dbRead: Db; clock: Clock },
  plan: PlanName,
  { step, timestamp }: BucketQuery & { step: StoredStep },
): Promise<WikiBucket> {
  const allowedDays = allowedBy(plan, historyDays);
  const sinceMs = reachStart(allowedDays, deps.clock.now().getTime());
  if (allowedDays !== null && timestamp !== undefined && timestamp * 1_000 < sinceMs) {
    throw planRequired(historyDays, allowedDays);
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
  const newest = (await newestBuckets(db)).get(step);
  if (newest === undefined) throw new AppError("unavailable", `No bucket of ${step} has arrived yet`);
  return newest;
}
