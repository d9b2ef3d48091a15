import { allowedBy } from "#features/billing/rules/allowance.ts";
import { planRequired } from "#features/billing/records/find-plan.ts";
import { historyDays } from "#features/history/rules/allowances.ts";
import type { PlanName } from "#features/billing/rules/plans.ts";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import type { Timestep } from "#features/history/contract.ts";
import type { Bucket } from "#features/history/ingest/parse-bucket.ts";
import { stepMs } from "#features/history/rules/bucket.ts";
import { reachStart } from "#features/history/rules/reach.ts";
import { readBuckets, rollUpHours } from "#features/history/read/read-buckets.ts";
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
  { step, timestamp }: BucketQuery & { step: Timestep },
): Promise<WikiBucket> {
  const allowedDays = allowedBy(plan, historyDays);
  const sinceMs = reachStart(allowedDays, deps.clock.now().getTime());
  if (allowedDays !== null && timestamp !== undefined && timestamp * 1_000 < sinceMs) {
    throw planRequired(historyDays, allowedDays);
  }
  const newest = await newestMs(deps.dbRead, step);
  if (timestamp === undefined && newest === null)
    throw new AppError("unavailable", `No bucket of ${step} has arrived yet`);
  const fromMs = timestamp === undefined ? (newest ?? 0) : timestamp * 1_000;
  const bucket = await readBucket(deps, step, fromMs, newest);
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

const SIX_HOURS_MS = stepMs("6h");

/** The start (epoch ms) of the newest complete bucket; of 6h, the newest whose last hour is stored. */
async function newestMs(db: Db, step: Timestep): Promise<number | null> {
  const newest = await newestBuckets(db);
  const hour = newest.get("1h");
  const stored = newest.get(step) ?? null;
  if (step !== "6h" || hour === undefined) return stored;
  const closed = Math.floor((hour + stepMs("1h")) / SIX_HOURS_MS) * SIX_HOURS_MS - SIX_HOURS_MS;
  return Math.max(stored ?? closed, closed);
}

async function readBucket(
  deps: { dbRead: Db },
  step: Timestep,
  fromMs: number,
  newest: number | null,
): Promise<Bucket | null> {
  const [stored] = await readBuckets(deps, { step, fromMs, toMs: fromMs + stepMs(step) });
  if (stored !== undefined) return stored;
  // A 6h bucket is stored some minutes after its last hour, and later if an hour is missing.
  const isDue = step === "6h" && newest !== null && fromMs <= newest;
  return isDue ? rollUpHours(deps, fromMs) : null;
}
