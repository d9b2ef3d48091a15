import type { TransactionSql } from "postgres";
import { epochMs, fromEpochMs, timestampsOf } from "#platform/db/epoch.ts";
import { pgArray } from "#platform/db/pg-array.ts";
import { stepMs } from "#features/history/rules/bucket.ts";
import type { Timestep } from "#features/history/contract.ts";
import { STEP_S } from "#features/history/rules/step.ts";

export type Origin = "feed" | "rollup" | "import";
export type BucketStatus = "stored" | "quarantined";
export type BucketRecord = {
  bucketAtMs: number;
  status: BucketStatus;
  itemCount: number;
  refusedCount: number;
};

/** Records buckets of one step in the transaction that stores them, and deletes the gaps that the stored ones fill. */
export async function recordBuckets(
  tx: TransactionSql,
  { step, origin, now }: { step: Timestep; origin: Origin; now: Date },
  records: readonly BucketRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const stepS = STEP_S[step];
  const sorted = records.toSorted((a, b) => a.bucketAtMs - b.bucketAtMs);
  await tx`
    insert into price_buckets
      (step_s, bucket_at, status, item_count, refused_count, received_at, origin)
    select ${stepS}::int, ${fromEpochMs(tx, "at")}, status, item_count, refused_count, ${now}::timestamptz, ${origin}
    from unnest(
      ${pgArray(sorted.map((record) => record.bucketAtMs))}::float8[], ${pgArray(sorted.map((record) => record.status))}::text[],
      ${pgArray(sorted.map((record) => record.itemCount))}::int[], ${pgArray(sorted.map((record) => record.refusedCount))}::int[]
    ) as input (at, status, item_count, refused_count)
    on conflict (step_s, bucket_at) do update set status = excluded.status, item_count = excluded.item_count,
      refused_count = excluded.refused_count, received_at = excluded.received_at, origin = excluded.origin`;
  const stored = sorted.filter(({ status }) => status === "stored").map((record) => record.bucketAtMs);
  await tx`
    delete from price_gaps where step_s = ${stepS}
      and bucket_at in ${timestampsOf(tx, stored)}`;
}

/** Finds which of these buckets (starts, epoch ms) are stored as observed: a roll-up never replaces them. */
export async function findObserved(
  tx: TransactionSql,
  step: Timestep,
  bucketsAtMs: readonly number[],
): Promise<Set<number>> {
  const rows = await tx<{ atMs: number }[]>`
    select ${epochMs(tx, "bucket_at")} as "atMs" from price_buckets
    where step_s = ${STEP_S[step]} and status = 'stored' and origin <> 'rollup'
      and bucket_at in ${timestampsOf(tx, bucketsAtMs)}`;
  return new Set(rows.map(({ atMs }) => atMs));
}

/** The longer steps that each step is rolled up into (docs/market-rules.md section 8). */
const ROLLS_UP_INTO = {
  "5m": ["1h", "6h", "24h"],
  "1h": ["6h", "24h"],
  "6h": [],
  "24h": [],
} as const satisfies Record<Timestep, readonly Timestep[]>;

/**
 * Queues the longer buckets that contain these for the roll-up job. On conflict it updates the row instead of doing
 * nothing: the row lock makes it wait for a running roll-up, which does not see the new buckets yet.
 */
export async function markRollupsDue(
  tx: TransactionSql,
  { step, now }: { step: Timestep; now: Date },
  bucketsAtMs: readonly number[],
): Promise<void> {
  for (const longer of ROLLS_UP_INTO[step]) {
    const starts = new Set(bucketsAtMs.map((at) => Math.floor(at / stepMs(longer)) * stepMs(longer)));
    if (starts.size === 0) continue;
    await tx`
      insert into rollups_due (step_s, bucket_at, since)
      select ${STEP_S[longer]}::int, ${fromEpochMs(tx, "at")}, ${now}::timestamptz
      from unnest(${pgArray([...starts].toSorted((a, b) => a - b))}::float8[]) as input (at)
      on conflict (step_s, bucket_at) do update set since = excluded.since`;
  }
}
