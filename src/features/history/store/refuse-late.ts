import type { TransactionSql } from "postgres";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import type { Bucket } from "#features/history/ingest/parse-bucket.ts";

const REASON = "later than 90 days";

/**
 * Counts the points of a bucket that came more than 90 days late as refused and returns the message for the status
 * page. Returns null if the bucket is a recorded gap: a backfill asked for it, so it is stored.
 */
export async function refuseLate(
  tx: TransactionSql,
  { step, bucket, now }: { step: StoredStep; bucket: Bucket; now: Date },
): Promise<string | null> {
  const stepS = STEP_S[step];
  const [gap] = await tx`
    select 1 from price_gaps where step_s = ${stepS} and bucket_at = ${new Date(bucket.bucketAtMs)}`;
  if (gap !== undefined) return null;
  await tx`
    insert into history_refusals as existing (reason, step_s, points, last_at)
    values (${REASON}, ${stepS}, ${bucket.rows.length}, ${now})
    on conflict (reason, step_s) do update
      set points = existing.points + excluded.points, last_at = excluded.last_at`;
  return "The price feed sent prices of a bucket that closed more than 90 days ago; they were not taken.";
}
