import type { Sql, TransactionSql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import type { Log } from "#platform/log/log.ts";
import { pgArray } from "#platform/db/pg-array.ts";
import { stepMs } from "#features/history/rules/bucket.ts";
import { noPoints } from "#features/history/rules/series-points.ts";
import type { Points } from "#features/history/rules/series-points.ts";
import type { Timestep } from "#features/history/contract.ts";
import { pushPoint } from "#features/history/codec/points.ts";
import { mergeSeries, recordSealed } from "./merge-series.ts";
import { findObserved, markRollupsDue, recordBuckets } from "./record-buckets.ts";
import type { Origin } from "./record-buckets.ts";
import type { Bucket } from "#features/history/ingest/parse-bucket.ts";
import { periodOf } from "#features/history/rules/period.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import { sealRows } from "./seal-period.ts";
import { withPeriod } from "./with-period.ts";
import type { PeriodState } from "./with-period.ts";
import { writeRows } from "./write-rows.ts";

export type StoreBucketsInput = {
  step: Timestep;
  /** Complete buckets of all items, of any age and in any order; each bucket time at most once. */
  buckets: readonly Bucket[];
  origin: Exclude<Origin, "feed">;
};

export type StoreBucketsResult = {
  /** Points written, replaced or removed; 0 when the same buckets were stored before. */
  changed: number;
  /** Buckets that were not stored: those without rows, and roll-ups of buckets that were observed. */
  skipped: number;
};

/**
 * Stores many buckets in one transaction per period (a UTC day of 5m, a UTC month of longer steps): closed periods as
 * sealed series, open ones as rows. Storing again changes nothing. Imports are fastest with whole days. Buckets without
 * rows are skipped. The caller has validated the rows; coverage is not checked.
 */
export async function storeBuckets(
  deps: { sql: Sql; clock: Clock; log?: Log },
  { step, buckets, origin }: StoreBucketsInput,
): Promise<StoreBucketsResult> {
  const result: StoreBucketsResult = { changed: 0, skipped: 0 };
  for (const [periodAtMs, own] of Map.groupBy(buckets, (bucket) => periodOf(step, bucket.bucketAtMs))) {
    const input = { step, periodAtMs, buckets: own, origin };
    const part = await withPeriod(deps, input, "closed", (tx, state) => storeBucketsIn(tx, input, state));
    result.changed += part.changed;
    result.skipped += part.skipped;
  }
  return result;
}

type PeriodInput = StoreBucketsInput & { periodAtMs: number };

/** Does the same for one period, inside the transaction of `withPeriod`. */
export async function storeBucketsIn(
  tx: TransactionSql,
  { step, periodAtMs, buckets, origin }: PeriodInput,
  { sealed, now }: PeriodState,
): Promise<StoreBucketsResult> {
  if (!sealed) await lockBuckets(tx, step, buckets);
  const nonEmpty = buckets.filter(({ rows }) => rows.length > 0);
  const times = nonEmpty.map(({ bucketAtMs }) => bucketAtMs);
  const observed = origin === "rollup" ? await findObserved(tx, step, times) : new Set<number>();
  const taken = nonEmpty.filter(({ bucketAtMs }) => !observed.has(bucketAtMs));
  const skipped = buckets.length - taken.length;
  if (taken.length === 0) return { changed: 0, skipped };

  let changed = 0;
  if (sealed) {
    const rows = await sealRows(tx, { step, periodAtMs });
    if (rows.changed > 0) await recordSealed(tx, { step, periodAtMs }, rows, now);
    changed = await mergeBuckets(tx, { step, buckets: taken, now });
  } else {
    for (const bucket of taken) changed += await writeRows(tx, { step, bucket, replaces: true });
  }
  const records = taken.map(({ bucketAtMs, rows }) => ({
    bucketAtMs,
    status: "stored" as const,
    itemCount: rows.length,
    refusedCount: 0,
  }));
  await recordBuckets(tx, { step, origin, now }, records);
  const takenTimes = taken.map(({ bucketAtMs }) => bucketAtMs);
  if (changed > 0) await markRollupsDue(tx, { step, now }, takenTimes);
  return { changed, skipped };
}

/** Takes the same locks as `storeBucket`, in time order, so that two writers cannot deadlock. */
async function lockBuckets(tx: TransactionSql, step: Timestep, buckets: readonly Bucket[]): Promise<void> {
  const numbers = buckets.map((bucket) => bucket.bucketAtMs / stepMs(step)).toSorted((a, b) => a - b);
  await tx`select pg_advisory_xact_lock(${STEP_S[step]}, number)
    from unnest(${pgArray(numbers)}::int[]) with ordinality as input (number, place)`;
}

/**
 * Merges complete buckets of one period into its series and returns how many points changed. The transaction must hold
 * the period's lock exclusively.
 */
export async function mergeBuckets(
  tx: TransactionSql,
  { step, buckets, now }: { step: Timestep; buckets: readonly Bucket[]; now: Date },
): Promise<number> {
  const [first] = buckets;
  if (first === undefined) return 0;
  const period = { step, periodAtMs: periodOf(step, first.bucketAtMs) };
  const replaced = new Set(buckets.map((bucket) => bucket.bucketAtMs));
  const totals = await mergeSeries(tx, period, { newer: pointsOfBuckets(buckets), replaced });
  await recordSealed(tx, period, totals, now);
  return totals.changed;
}

/** Converts buckets to points by item id, in time order. */
function pointsOfBuckets(buckets: readonly Bucket[]): Map<number, Points> {
  const byItem = new Map<number, Points>();
  for (const { bucketAtMs, rows } of buckets.toSorted((a, b) => a.bucketAtMs - b.bucketAtMs)) {
    for (const row of rows) {
      let points = byItem.get(row.itemId);
      if (points === undefined) byItem.set(row.itemId, (points = noPoints()));
      pushPoint(points, bucketAtMs, row);
    }
  }
  return byItem;
}
