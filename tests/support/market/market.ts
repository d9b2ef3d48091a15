import { itemStats, items, latestPrices, marketState, usualVolumes } from "#features/market/schema.ts";
import { feedEndpoints, feedState } from "#features/feed/schema.ts";
import { itemPriceHistory, priceBuckets, rollupsDue } from "#features/history/schema.ts";
import { ensurePartition } from "#platform/db/partitions.ts";
import type { DbHandle } from "#platform/db/db.ts";

/** 2026-10-01 12:00 UTC: a moment inside a month, on a bucket's border. */
export const MARKET_NOW = new Date("2026-10-01T12:00:00Z");
const HOUR_MS = 3_600_000;
const SIX_HOURS_MS = 6 * HOUR_MS;
const ago = (ms: number) => new Date(MARKET_NOW.getTime() - ms);

/**
 * A market of four: a whip with everything known, a rune with no limit, one item with inverted sides, and an id that
 * the feed prices but does not map.
 */
export async function seedMarket(db: DbHandle): Promise<void> {
  const base = { examine: "", members: true, icon: "", updatedAt: MARKET_NOW };
  await db.orm.insert(items).values([
    {
      ...base,
      id: 4151,
      name: "Abyssal whip",
      examine: "A weapon from the abyss.",
      icon: "Abyssal whip.png",
      buyLimit: 70,
      value: 120_001,
      lowAlch: 48_000,
      highAlch: 72_000,
    },
    {
      ...base,
      id: 561,
      name: "Nature rune",
      members: false,
      icon: "Nature rune.png",
      highAlch: 108,
      lowAlch: 72,
    },
    { ...base, id: 554, name: "Fire rune", members: false, icon: "Fire rune.png", buyLimit: 50_000 },
    { ...base, id: 1050, name: "Santa hat", members: false, icon: "Santa hat.png", buyLimit: 5 },
  ]);
  await db.orm.insert(latestPrices).values([
    {
      itemId: 4151,
      high: 1_700_000,
      highAt: ago(60_000),
      low: 1_650_000,
      lowAt: ago(120_000),
      seenAt: MARKET_NOW,
    },
    { itemId: 561, high: 110, highAt: ago(5_000), low: 100, lowAt: ago(5_000), seenAt: MARKET_NOW },
    { itemId: 554, high: 6, highAt: ago(5_000), low: 5, lowAt: ago(5_000), seenAt: MARKET_NOW },
    {
      itemId: 1050,
      high: 90_000_000,
      highAt: ago(7 * HOUR_MS),
      low: 95_000_000,
      lowAt: ago(60_000),
      seenAt: MARKET_NOW,
    },
    { itemId: 99_999, high: 12, highAt: ago(60_000), low: null, lowAt: null, seenAt: MARKET_NOW },
  ]);
  await db.orm.insert(itemStats).values([
    {
      itemId: 4151,
      avgHigh5m: 1_699_000,
      avgLow5m: 1_651_000,
      avgHigh1h: 1_698_000,
      avgLow1h: 1_652_000,
      highVolume1h: 300,
      lowVolume1h: 200,
      highVolume24h: 7_000,
      lowVolume24h: 5_000,
      mid24hAgo: 1_600_000,
      sparkline: "ABCDEFGHIJKLMNOPQRSTUVWX",
    },
  ]);
  await db.orm.insert(usualVolumes).values({ itemId: 4151, high: 400, low: 90 });
  await seedHistory(db);
  await db.orm
    .insert(feedEndpoints)
    .values({ endpoint: "latest", succeededAt: ago(12_000), polledAt: ago(12_000) });
  await db.orm.update(marketState).set({
    version: 7,
    changedAt: MARKET_NOW,
  });
  await db.orm.update(feedState).set({ url: "http://127.0.0.1:1/api/v1/osrs", source: "simulated" });
}

/** Eight hours of the whip at 1h, with the fourth hour missing, and the newest 5m bucket. */
async function seedHistory(db: DbHandle): Promise<void> {
  await ensurePartition(db.sql, "item_price_history", MARKET_NOW);
  const hours = [1, 2, 3, 5, 6, 7, 8];
  await db.orm.insert(itemPriceHistory).values(
    hours.map((hour) => ({
      itemId: 4151,
      stepS: 3600,
      bucketAt: ago(hour * HOUR_MS),
      avgHigh: 1_700_000 - hour * 1_000,
      avgLow: hour === 2 ? null : 1_650_000 - hour * 1_000,
      highVolume: 10 * hour,
      lowVolume: hour === 2 ? 0 : 5 * hour,
    })),
  );
  // As storing them marks the 6h buckets that contain them.
  const sixHours = new Set(hours.map((hour) => Math.floor(ago(hour * HOUR_MS).getTime() / SIX_HOURS_MS)));
  await db.orm
    .insert(rollupsDue)
    .values(
      [...sixHours].map((n) => ({ stepS: 21_600, bucketAt: new Date(n * SIX_HOURS_MS), since: MARKET_NOW })),
    );
  const bucket = { status: "stored" as const, itemCount: 1, receivedAt: MARKET_NOW };
  await db.orm.insert(priceBuckets).values([
    { ...bucket, stepS: 3600, bucketAt: ago(HOUR_MS) },
    { ...bucket, stepS: 300, bucketAt: ago(300_000) },
  ]);
}
