import { and, eq, max } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { Db } from "#platform/db.ts";
import { stepMs } from "./bucket.ts";
import type { StoredStep } from "./bucket.ts";
import { readBuckets } from "./read-buckets.ts";
import { priceBuckets } from "./schema.ts";
import type { BucketQuery, WikiBucket } from "./wiki.ts";

/**
 * One bucket of all items in the wiki's shape: the newest that is held, or the one that starts at `timestamp` (Unix
 * seconds). Throws `unavailable` while none is held. A bucket that was set aside or never came is empty.
 */
export async function getBucket(
  deps: { dbRead: Db },
  { step, timestamp }: BucketQuery & { step: StoredStep },
): Promise<WikiBucket> {
  const fromMs = timestamp === undefined ? await newestMs(deps.dbRead, step) : timestamp * 1_000;
  const [bucket] = await readBuckets(deps, { step, fromMs, toMs: fromMs + stepMs(step) });
  const entries = (bucket?.rows ?? []).map((row) => [
    row.itemId,
    {
      avgHighPrice: row.avgHigh,
      highPriceVolume: row.highVolume,
      avgLowPrice: row.avgLow,
      lowPriceVolume: row.lowVolume,
    },
  ]);
  return { data: Object.fromEntries(entries), timestamp: fromMs / 1_000 };
}

async function newestMs(db: Db, step: StoredStep): Promise<number> {
  const [newest] = await db
    .select({ at: max(priceBuckets.bucketAt) })
    .from(priceBuckets)
    .where(and(eq(priceBuckets.stepS, stepMs(step) / 1_000), eq(priceBuckets.status, "stored")));
  if (!newest?.at) throw new AppError("unavailable", `No bucket of ${step} has arrived yet`);
  return newest.at.getTime();
}
