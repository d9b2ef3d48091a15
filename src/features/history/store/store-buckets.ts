import type { Sql, TransactionSql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import type { Log } from "#platform/log/log.ts";
import { epochMs, timestampsOf } from "#platform/db/epoch.ts";
import { pgArray } from "#platform/db/pg-array.ts";
import { stepMs } from "#features/history/rules/bucket.ts";
import { noPoints } from "#features/history/codec/series-codec.ts";
import type { Points } from "#features/history/codec/series-codec.ts";
import type { Timestep } from "#features/history/contract.ts";
import { pushPoint } from "#features/history/codec/points.ts";
import { mergeSeries, recordSealed } from "./merge-series.ts";
import { markRollupsDue, recordBuckets } from "./record-buckets.ts";
import type { Origin } from "./record-buckets.ts";
import type { Bucket } from "#features/history/backfill/parse-bucket.ts";
import { periodOf } from "#features/history/rules/period.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import { sealRows } from "./seal-period.ts";
import { withPeriod } from "./with-period.ts";
import type { PeriodState } from "./with-period.ts";
import { writeRows } from "./write-rows.ts";

export type StoreBucketsInput = {
  step: Timestep;
  /** Whole buckets of all items, each time at most once, of any age and in any order. */
  buckets: readonly Bucket[];
  origin: Exclude<Origin, "feed">;
};

export type StoreBucketsResult = {
  /** Points written, replaced or removed; 0 when the same buckets were stored before. */
  changed: number;
  /** Buckets that were left alone: those without rows, and what was observed is never replaced by a roll-up. */
  skipped: number;
};

/**
 * Stores many buckets, one transaction a period (a UTC day of 5m, a UTC month of longer steps): closed periods are
 * written sealed, open ones as rows. Storing again changes nothing. The fast way in for imports: give it whole days.
 * A bucket without rows tells nothing and is skipped. Nothing is judged by coverage; the caller has validated the rows.
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
  const held = buckets.filter(({ rows }) => rows.length > 0);
  const taken = origin === "rollup" ? await notObserved(tx, step, held) : held;
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
  const notes = taken.map(({ bucketAtMs, rows }) => ({
    bucketAtMs,
    status: "stored" as const,
    itemCount: rows.length,
    refusedCount: 0,
  }));
  await recordBuckets(tx, { step, origin, now }, notes);
  if (changed > 0)
    await markRollupsDue(
      tx,
      { step, now },
      notes.map(({ bucketAtMs }) => bucketAtMs),
    );
  return { changed, skipped };
}

/** As a writer of a single bucket does; in the order of time, so that two never wait for each other. */
async function lockBuckets(tx: TransactionSql, step: Timestep, buckets: readonly Bucket[]): Promise<void> {
  const numbers = buckets.map((bucket) => bucket.bucketAtMs / stepMs(step)).toSorted((a, b) => a - b);
  await tx`select pg_advisory_xact_lock(${STEP_S[step]}, number)
    from unnest(${pgArray(numbers)}::int[]) with ordinality as given (number, place)`;
}

async function notObserved(
  tx: TransactionSql,
  step: Timestep,
  buckets: readonly Bucket[],
): Promise<Bucket[]> {
  const observed = await tx<{ atMs: number }[]>`
    select ${epochMs(tx, "bucket_at")} as "atMs" from price_buckets
    where step_s = ${STEP_S[step]} and status = 'stored' and origin <> 'rollup'
      and bucket_at in ${timestampsOf(
        tx,
        buckets.map((bucket) => bucket.bucketAtMs),
      )}`;
  const known = new Set(observed.map(({ atMs }) => atMs));
  return buckets.filter((bucket) => !known.has(bucket.bucketAtMs));
}

/** Merges whole buckets of one period, whose lock the transaction holds alone, into its series. */
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

/** Buckets by time as points by item, in time order. */
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
