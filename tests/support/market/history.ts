import type { Sql } from "postgres";
import { stepMs } from "#features/history/rules/bucket.ts";
import type { Timestep } from "#features/history/contract.ts";
import type { Bucket, BucketRow } from "#features/history/ingest/parse-bucket.ts";

/** A number from a number, evenly spread over 0 to 2^31: the same in every run. */
const scatter = (seed: number): number => {
  let hash = Math.imul(seed ^ 0x9e37_79b9, 0x85eb_ca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2_ae35);
  return (hash ^ (hash >>> 16)) >>> 1;
};

function rowOf(itemId: number, atMs: number): BucketRow | null {
  const chance = scatter(itemId * 7_919 + atMs / 300_000);
  if (chance % 10 < 2) return null;
  const highVolume = chance % 7 === 0 ? 0 : 1 + (chance % 1_000);
  const lowVolume = highVolume > 0 && chance % 11 === 0 ? 0 : 1 + ((chance >> 8) % 500);
  const price = 100 * itemId + ((chance >> 4) % 50);
  return {
    itemId,
    avgHigh: highVolume > 0 ? price + 5 : null,
    avgLow: lowVolume > 0 ? price : null,
    highVolume,
    lowVolume,
  };
}

/** Whole buckets from `fromMs` on, as a feed of `items` items would give them: most trade in most. */
export const someBuckets = (step: Timestep, fromMs: number, count: number, items = 40): Bucket[] =>
  Array.from({ length: count }, (_, index) => {
    const bucketAtMs = fromMs + index * stepMs(step);
    const rows = Array.from({ length: items }, (_none, item) => rowOf(item + 1, bucketAtMs));
    return { bucketAtMs, rows: rows.filter((row) => row !== null) };
  });

/** Notes every bucket of the last 400 of each step that the feed gives as stored, but for those that are noted already. */
export async function noteWindow(sql: Sql, now: Date, itemCount = 80): Promise<void> {
  await sql`
    insert into price_buckets (step_s, bucket_at, status, item_count, received_at)
    select step, at, 'stored', ${itemCount}::int, ${now}::timestamptz
    from (values (300, 400), (3600, 400), (86400, 400)) as steps (step, count),
      generate_series(date_trunc('day', ${now}::timestamptz) - make_interval(secs => step * count),
        ${now}::timestamptz, make_interval(secs => step)) as at
    on conflict do nothing`;
}
