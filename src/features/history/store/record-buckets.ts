import type { TransactionSql } from "postgres";
import { fromEpochMs, timestampsOf } from "#platform/db/epoch.ts";
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

/** What is known of buckets of one step, in the transaction that stores them. What came is no gap any more. */
export async function recordBuckets(
  tx: TransactionSql,
  { step, origin, now }: { step: Timestep; origin: Origin; now: Date },
  notes: readonly BucketRecord[],
): Promise<void> {
  if (notes.length === 0) return;
  const stepS = STEP_S[step];
  const sorted = notes.toSorted((a, b) => a.bucketAtMs - b.bucketAtMs);
  await tx`
    insert into price_buckets as known
      (step_s, bucket_at, status, item_count, refused_count, received_at, origin)
    select ${stepS}::int, ${fromEpochMs(tx, "at")}, status, item_count, refused_count, ${now}::timestamptz, ${origin}
    from unnest(
      ${pgArray(sorted.map((note) => note.bucketAtMs))}::float8[], ${pgArray(sorted.map((note) => note.status))}::text[],
      ${pgArray(sorted.map((note) => note.itemCount))}::int[], ${pgArray(sorted.map((note) => note.refusedCount))}::int[]
    ) as given (at, status, item_count, refused_count)
    on conflict (step_s, bucket_at) do update set status = excluded.status, item_count = excluded.item_count,
      refused_count = excluded.refused_count, received_at = excluded.received_at, origin = excluded.origin`;
  const settled = sorted.filter(({ status }) => status === "stored").map((note) => note.bucketAtMs);
  await tx`
    delete from price_gaps where step_s = ${stepS}
      and bucket_at in ${timestampsOf(tx, settled)}`;
}

/** The longer steps that a step's buckets may be made into. */
const ROLLS_UP_INTO = {
  "5m": ["1h", "6h", "24h"],
  "1h": ["6h", "24h"],
  "6h": [],
  "24h": [],
} as const satisfies Record<Timestep, readonly Timestep[]>;

/**
 * Has the longer buckets over these made anew. An update, not nothing, on conflict: it locks the row against a
 * roll-up that is under way and would not see these buckets yet.
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
      from unnest(${pgArray([...starts].toSorted((a, b) => a - b))}::float8[]) as given (at)
      on conflict (step_s, bucket_at) do update set since = excluded.since`;
  }
}
