import type { Sql } from "postgres";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import { epochMsText } from "#platform/db/epoch.ts";
import { iso, stepMs } from "#features/history/rules/bucket.ts";
import type { Timestep } from "#features/history/contract.ts";
import { newestBucket } from "./find-newest.ts";
import { newestWantedMs } from "#features/history/rules/wanted-buckets.ts";
import { mergeIntervals } from "#features/history/rules/time-interval.ts";
import type { TimeInterval } from "#features/history/rules/time-interval.ts";
import { STEP_S } from "#features/history/rules/step.ts";

type Query = { step: Timestep; fromMs: number; toMs: number; nowMs: number };

/**
 * Reads the intervals of [fromMs, toMs) whose buckets are missing or quarantined, in time order: the recorded gaps, and
 * the buckets that are overdue since the newest one (a stopped worker records no gaps). Time before the oldest stored
 * bucket is no gap.
 */
export async function readGaps(deps: { dbRead: Db }, query: Query): Promise<TimeInterval[]> {
  // 6h buckets are rolled up from 1h, so they have the same gaps.
  const step = query.step === "6h" ? "1h" : query.step;
  const sql = clientOf(deps.dbRead);
  const [recorded, newestMs] = await Promise.all([
    recordedGaps(sql, { ...query, step }),
    newestBucket(sql, step),
  ]);
  const overdue: TimeInterval[] =
    newestMs === null ? [] : [[newestMs + stepMs(step), newestWantedMs(step, query.nowMs) + stepMs(step)]];
  return mergeIntervals(
    [...recorded.map((at): TimeInterval => [at, at + stepMs(step)]), ...overdue].map(
      ([from, to]): TimeInterval => [Math.max(from, query.fromMs), Math.min(to, query.toMs)],
    ),
  );
}

async function recordedGaps(sql: Sql, { step, fromMs, toMs }: Query): Promise<number[]> {
  const rows = await sql.unsafe<{ atMs: number }[]>(
    `select ${epochMsText("bucket_at")} as "atMs" from price_gaps
     where step_s = $1 and bucket_at >= $2::timestamptz and bucket_at < $3::timestamptz`,
    [STEP_S[step], iso(fromMs), iso(toMs)],
  );
  return rows.map(({ atMs }) => atMs);
}

/** Returns the start (epoch ms) of the oldest stored bucket of a step; null if none is stored. */
export async function readOldest(deps: { dbRead: Db }, step: Timestep): Promise<number | null> {
  const [row] = await clientOf(deps.dbRead).unsafe<{ atMs: number }[]>(
    `select ${epochMsText("bucket_at")} as "atMs" from price_buckets
     where step_s = $1 and status = 'stored' order by bucket_at limit 1`,
    [STEP_S[step]],
  );
  return row?.atMs ?? null;
}

/**
 * Returns the interval from the first to the end of the last bucket in [fromMs, toMs) that waits for its roll-up; null
 * if none does. Every change of a shorter bucket puts its longer ones there, in the same transaction.
 */
export async function readDueInterval(
  deps: { dbRead: Db },
  { step, fromMs, toMs }: Omit<Query, "nowMs">,
): Promise<TimeInterval | null> {
  const [row] = await clientOf(deps.dbRead).unsafe<{ firstMs: number | null; lastMs: number | null }[]>(
    `select ${epochMsText("min(bucket_at)")} as "firstMs", ${epochMsText("max(bucket_at)")} as "lastMs"
     from rollups_due where step_s = $1 and bucket_at >= $2::timestamptz and bucket_at < $3::timestamptz`,
    [STEP_S[step], iso(fromMs), iso(toMs)],
  );
  if (row === undefined || row.firstMs === null || row.lastMs === null) return null;
  return [row.firstMs, row.lastMs + stepMs(step)];
}
