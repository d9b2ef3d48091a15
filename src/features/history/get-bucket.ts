import { and, asc, eq, max } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { Db } from "#platform/db.ts";
import type { StoredStep } from "./bucket.ts";
import { itemPriceHistory, priceBuckets } from "./schema.ts";
import { STEP_S } from "./step.ts";
import type { BucketQuery, WikiBucket } from "./wiki.ts";

/**
 * One bucket of all items in the wiki's shape: the newest that is held, or the one that starts at `timestamp` (Unix
 * seconds). Throws `unavailable` while none is held. A bucket that was set aside or never came is empty.
 */
export async function getBucket(
  deps: { dbRead: Db },
  { step, timestamp }: BucketQuery & { step: StoredStep },
): Promise<WikiBucket> {
  const atS = timestamp ?? (await newestS(deps.dbRead, step));
  const rows = await deps.dbRead
    .select()
    .from(itemPriceHistory)
    .where(
      and(eq(itemPriceHistory.stepS, STEP_S[step]), eq(itemPriceHistory.bucketAt, new Date(atS * 1_000))),
    )
    .orderBy(asc(itemPriceHistory.itemId));
  const entries = rows.map((row) => [
    row.itemId,
    {
      avgHighPrice: row.avgHigh,
      highPriceVolume: row.highVolume,
      avgLowPrice: row.avgLow,
      lowPriceVolume: row.lowVolume,
    },
  ]);
  return { data: Object.fromEntries(entries), timestamp: atS };
}

async function newestS(db: Db, step: StoredStep): Promise<number> {
  const [newest] = await db
    .select({ at: max(priceBuckets.bucketAt) })
    .from(priceBuckets)
    .where(and(eq(priceBuckets.stepS, STEP_S[step]), eq(priceBuckets.status, "stored")));
  if (!newest?.at) throw new AppError("unavailable", `No bucket of ${step} has arrived yet`);
  return newest.at.getTime() / 1_000;
}
