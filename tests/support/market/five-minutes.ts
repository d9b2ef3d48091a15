import { itemPriceHistory, priceBuckets } from "#features/history/schema.ts";
import type { DbHandle } from "#platform/db/db.ts";
import { ensurePartition } from "#platform/db/partitions.ts";
import { MARKET_NOW } from "./market.ts";

const NOW_S = MARKET_NOW.getTime() / 1_000;

/** 400 buckets of the rune, 200 of the whip (every second one), and one quarantined bucket. */
export async function seedFiveMinutes({ sql, orm }: DbHandle): Promise<void> {
  const buckets = Array.from({ length: 400 }, (_, index) => new Date((NOW_S - (index + 1) * 300) * 1_000));
  await ensurePartition(sql, "item_price_history", new Date("2026-09-30"));
  const row = { stepS: 300, avgHigh: 110, avgLow: null, highVolume: 3, lowVolume: 0 };
  await orm.insert(itemPriceHistory).values(buckets.map((bucketAt) => ({ ...row, itemId: 561, bucketAt })));
  await orm
    .insert(itemPriceHistory)
    .values(
      buckets.filter((_, index) => index % 2 === 0).map((bucketAt) => ({ ...row, itemId: 4151, bucketAt })),
    );
  await orm.insert(priceBuckets).values({
    stepS: 300,
    bucketAt: MARKET_NOW,
    status: "quarantined",
    itemCount: 1,
    receivedAt: MARKET_NOW,
  });
}
