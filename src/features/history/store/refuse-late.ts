import type { TransactionSql } from "postgres";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import type { Bucket } from "#features/history/backfill/parse-bucket.ts";

const REASON = "later than 90 days";

/** Why an old bucket is not taken, its points counted; null for one that was missing and asked for. */
export async function refuseLate(
  tx: TransactionSql,
  { step, bucket, now }: { step: StoredStep; bucket: Bucket; now: Date },
): Promise<string | null> {
  const stepS = STEP_S[step];
  const [gap] = await tx`
    select 1 from price_gaps where step_s = ${stepS} and bucket_at = ${new Date(bucket.bucketAtMs)}`;
  if (gap !== undefined) return null;
  await tx`
    insert into history_refusals as known (reason, step_s, points, last_at)
    values (${REASON}, ${stepS}, ${bucket.rows.length}, ${now})
    on conflict (reason, step_s) do update
      set points = known.points + excluded.points, last_at = excluded.last_at`;
  return "The price feed sent prices of a bucket that closed more than 90 days ago; they were not taken.";
}
