import type { TransactionSql } from "postgres";
import { pgArray } from "#platform/db/pg-array.ts";
import type { Timestep } from "#features/history/contract.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import type { Bucket, BucketRow } from "#features/history/ingest/parse-bucket.ts";

/**
 * Writes one bucket of an open period as rows. With `replaces` it also deletes the stored rows of items that the bucket
 * lacks. Returns how many rows changed.
 */
export async function writeRows(
  tx: TransactionSql,
  { step, bucket, replaces }: { step: Timestep; bucket: Bucket; replaces: boolean },
): Promise<number> {
  const at = new Date(bucket.bucketAtMs);
  const stepS = STEP_S[step];
  const removed = replaces ? await removeOthers(tx, stepS, at, bucket.rows) : 0;
  return removed + (bucket.rows.length > 0 ? await upsert(tx, stepS, at, bucket.rows) : 0);
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
    insert into item_price_history as existing
      (item_id, step_s, bucket_at, avg_high, avg_low, high_volume, low_volume)
    select item_id, ${stepS}::int, ${at}::timestamptz, avg_high, avg_low, high_volume, low_volume
    from unnest(
      ${pgArray(rows.map((row) => row.itemId))}::int[], ${pgArray(rows.map((row) => row.avgHigh))}::bigint[],
      ${pgArray(rows.map((row) => row.avgLow))}::bigint[], ${pgArray(rows.map((row) => row.highVolume))}::bigint[],
      ${pgArray(rows.map((row) => row.lowVolume))}::bigint[]
    ) as input (item_id, avg_high, avg_low, high_volume, low_volume)
    on conflict (item_id, step_s, bucket_at) do update set avg_high = excluded.avg_high,
      avg_low = excluded.avg_low, high_volume = excluded.high_volume, low_volume = excluded.low_volume
    where (existing.avg_high, existing.avg_low, existing.high_volume, existing.low_volume)
      is distinct from (excluded.avg_high, excluded.avg_low, excluded.high_volume, excluded.low_volume)`;
  return written.count;
}
