import type { Sql, TransactionSql } from "postgres";
import { coverageProblem, usualCount } from "#features/feed/rules/coverage.ts";
import type { Clock } from "#platform/clock.ts";
import type { Log } from "#platform/log/log.ts";
import { closesMs, stepMs } from "#features/history/rules/bucket.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import { markRollupsDue, recordBuckets } from "./record-buckets.ts";
import type { BucketStatus, Origin } from "./record-buckets.ts";
import type { Bucket } from "#features/history/ingest/parse-bucket.ts";
import { MAX_LATENESS_MS, periodOf } from "#features/history/rules/period.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import { refuseLate } from "./refuse-late.ts";
import { mergeBuckets } from "./store-buckets.ts";
import { withPeriod } from "./with-period.ts";
import type { PeriodState } from "./with-period.ts";
import { writeRows } from "./write-rows.ts";

export type StoreResult = {
  status: BucketStatus | "refused";
  /** Rows written, replaced or removed; 0 when the same bucket was read again. */
  changed: number;
  /** Why the bucket is not shown, as text for the status page; null if it is shown. */
  problem: string | null;
};

type Input = { step: StoredStep; bucket: Bucket; refusedCount: number };

const NEIGHBOURS = 12;
/** Neighbours further away than this (ms) are no measure: trading differs by time of day and by season. */
const NEIGHBOUR_REACH_MS = {
  "5m": 3 * 3_600_000,
  "1h": 48 * 3_600_000,
  "24h": 60 * 86_400_000,
} as const satisfies Record<StoredStep, number>;

/** The feed answers with no items for a bucket that it does not have, so this does not mean that nothing was traded. */
const NO_ITEMS = "The newest answer held no items, so it was set aside.";

/**
 * Stores one bucket of all items from the feed, in one transaction. Storing it again changes nothing, and a corrected
 * bucket replaces the stored one. A bucket without items, or with fewer than 70% of its neighbours' items, is
 * quarantined: recorded without its rows. A bucket of a sealed period is merged into the series for 90 days, after that
 * only if it fills a recorded gap (docs/market-rules.md section 8).
 */
export async function storeBucket(
  deps: { sql: Sql; clock: Clock; log?: Log },
  input: Input,
): Promise<StoreResult> {
  const { step, bucket } = input;
  const period = { step, periodAtMs: periodOf(step, bucket.bucketAtMs) };
  return withPeriod(deps, period, "never", (tx, state) => storeLocked(tx, input, state));
}

type Known = { status: BucketStatus; origin: Origin };

async function storeLocked(
  tx: TransactionSql,
  input: Input,
  { sealed, now }: PeriodState,
): Promise<StoreResult> {
  const { step, bucket, refusedCount } = input;
  const at = new Date(bucket.bucketAtMs);
  const stepS = STEP_S[step];
  // The live poll and the backfill may store the same bucket at the same time.
  await tx`select pg_advisory_xact_lock(${stepS}, ${bucket.bucketAtMs / stepMs(step)}::int)`;
  const [before] = await tx<Known[]>`
    select status, origin from price_buckets where step_s = ${stepS} and bucket_at = ${at}`;
  if (sealed && now.getTime() - closesMs(step, bucket.bucketAtMs) > MAX_LATENESS_MS) {
    const refusal = await refuseLate(tx, { step, bucket, now });
    if (refusal !== null) return { status: "refused", changed: 0, problem: refusal };
  }
  const itemCount = bucket.rows.length;
  const usual = usualCount(await neighbourCounts(tx, step, at));
  const problem = coverageProblem(itemCount, usual) ?? (itemCount === 0 ? NO_ITEMS : null);
  const record = async (status: BucketStatus) =>
    recordBuckets(tx, { step, origin: "feed", now }, [
      { bucketAtMs: bucket.bucketAtMs, status, itemCount, refusedCount },
    ]);

  if (problem !== null) {
    if (before?.status !== "stored") await record("quarantined");
    return { status: "quarantined", changed: 0, problem };
  }
  const replaces = before?.status === "stored";
  const changed = sealed
    ? await mergeBuckets(tx, { step, buckets: [bucket], now })
    : await writeRows(tx, { step, bucket, replaces });
  if (changed > 0 || !replaces || before.origin !== "feed") await record("stored");
  if (changed > 0) await markRollupsDue(tx, { step, now }, [bucket.bucketAtMs]);
  return { status: "stored", changed, problem: null };
}

async function neighbourCounts(tx: TransactionSql, step: StoredStep, at: Date): Promise<number[]> {
  const reach = NEIGHBOUR_REACH_MS[step];
  const rows = await tx<{ itemCount: number }[]>`
    select item_count as "itemCount" from price_buckets
    where step_s = ${STEP_S[step]} and status = 'stored' and bucket_at <> ${at}
      and bucket_at between ${new Date(at.getTime() - reach)} and ${new Date(at.getTime() + reach)}
    order by abs(extract(epoch from bucket_at - ${at}::timestamptz)) limit ${NEIGHBOURS}`;
  return rows.map((row) => row.itemCount);
}
