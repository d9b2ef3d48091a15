import type { Sql, TransactionSql } from "postgres";
import { coverageProblem, usualCount } from "#features/market/coverage.ts";
import type { Clock } from "#platform/clock.ts";
import { ensurePartition } from "#platform/partitions.ts";
import { pgArray } from "#platform/pg-array.ts";
import { stepMs } from "./bucket.ts";
import type { StoredStep } from "./bucket.ts";
import type { Bucket, BucketRow } from "./parse-bucket.ts";

export type StoreResult = {
  status: "stored" | "quarantined" | "empty";
  /** Rows written, replaced or removed; 0 when the same bucket was read again. */
  changed: number;
  /** Why the bucket is not shown, for the page; null when it is. */
  problem: string | null;
};

type Input = { step: StoredStep; bucket: Bucket; refusedCount: number };
type Status = StoreResult["status"];

const NEIGHBOURS = 12;
/** Neighbours further away than this (ms) lie in another rhythm of the day or the season. */
const NEIGHBOUR_REACH_MS = {
  "5m": 3 * 3_600_000,
  "1h": 48 * 3_600_000,
  "24h": 60 * 86_400_000,
} as const satisfies Record<StoredStep, number>;

/**
 * Stores one bucket of all items in one transaction, its partition made before where it is missing. A bucket with
 * under 70% of its neighbours' items is quarantined: noted, but none of its rows kept. Reading a bucket again
 * changes nothing; a corrected one replaces the old; a worse one does not.
 */
export async function storeBucket(deps: { sql: Sql; clock: Clock }, input: Input): Promise<StoreResult> {
  const { step, bucket } = input;
  const at = new Date(bucket.bucketAtMs);
  const stepS = stepMs(step) / 1_000;
  await ensurePartition(deps.sql, "item_price_history", at);

  return deps.sql.begin(async (tx) => {
    // The live poll and the backfill may bring the same bucket at once.
    await tx`select pg_advisory_xact_lock(${stepS}, ${bucket.bucketAtMs / stepMs(step)}::int)`;
    const [before] = await tx<{ status: Status }[]>`
      select status from price_buckets where step_s = ${stepS} and bucket_at = ${at}`;
    const count = bucket.rows.length;
    const problem = coverageProblem(count, usualCount(await neighbourCounts(tx, step, at)));

    if (problem !== null) {
      if (before?.status !== "stored") await note(tx, input, "quarantined", deps.clock.now());
      return { status: "quarantined", changed: 0, problem };
    }
    const removed = before?.status === "stored" ? await removeOthers(tx, stepS, at, bucket.rows) : 0;
    const changed = removed + (count > 0 ? await upsert(tx, stepS, at, bucket.rows) : 0);
    const status = count > 0 ? "stored" : "empty";
    if (changed > 0 || before?.status !== status) await note(tx, input, status, deps.clock.now());
    return { status, changed, problem: null };
  });
}

async function neighbourCounts(tx: TransactionSql, step: StoredStep, at: Date): Promise<number[]> {
  const reach = NEIGHBOUR_REACH_MS[step];
  const rows = await tx<{ itemCount: number }[]>`
    select item_count as "itemCount" from price_buckets
    where step_s = ${stepMs(step) / 1_000} and status = 'stored' and bucket_at <> ${at}
      and bucket_at between ${new Date(at.getTime() - reach)} and ${new Date(at.getTime() + reach)}
    order by abs(extract(epoch from bucket_at - ${at}::timestamptz)) limit ${NEIGHBOURS}`;
  return rows.map((row) => row.itemCount);
}

async function note(tx: TransactionSql, input: Input, status: Status, now: Date): Promise<void> {
  await tx`
    insert into price_buckets (step_s, bucket_at, status, item_count, refused_count, received_at)
    values (${stepMs(input.step) / 1_000}, ${new Date(input.bucket.bucketAtMs)}, ${status},
      ${input.bucket.rows.length}, ${input.refusedCount}, ${now})
    on conflict (step_s, bucket_at) do update set status = excluded.status, item_count = excluded.item_count,
      refused_count = excluded.refused_count, received_at = excluded.received_at`;
}

async function removeOthers(tx: TransactionSql, stepS: number, at: Date, rows: readonly BucketRow[]) {
  const removed = await tx`
    delete from item_price_history
    where step_s = ${stepS} and bucket_at = ${at}
      and item_id not in (select unnest(${pgArray(rows.map((row) => row.itemId))}::int[]))`;
  return removed.count;
}

async function upsert(tx: TransactionSql, stepS: number, at: Date, rows: readonly BucketRow[]) {
  const written = await tx`
    insert into item_price_history as kept
      (item_id, step_s, bucket_at, avg_high, avg_low, high_volume, low_volume)
    select item_id, ${stepS}::int, ${at}::timestamptz, avg_high, avg_low, high_volume, low_volume
    from unnest(
      ${pgArray(rows.map((row) => row.itemId))}::int[], ${pgArray(rows.map((row) => row.avgHigh))}::bigint[],
      ${pgArray(rows.map((row) => row.avgLow))}::bigint[], ${pgArray(rows.map((row) => row.highVolume))}::bigint[],
      ${pgArray(rows.map((row) => row.lowVolume))}::bigint[]
    ) as given (item_id, avg_high, avg_low, high_volume, low_volume)
    on conflict (item_id, step_s, bucket_at) do update set avg_high = excluded.avg_high,
      avg_low = excluded.avg_low, high_volume = excluded.high_volume, low_volume = excluded.low_volume
    where (kept.avg_high, kept.avg_low, kept.high_volume, kept.low_volume)
      is distinct from (excluded.avg_high, excluded.avg_low, excluded.high_volume, excluded.low_volume)`;
  return written.count;
}
