import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { periodOf } from "#features/history/rules/period.ts";
import { sealPeriod } from "#features/history/store/seal-period.ts";
import { storeBucket } from "#features/history/store/store-bucket.ts";
import { refreshStats } from "#features/history/read/refresh-stats.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { createTestClock } from "../../support/servers/feed.ts";

let database: TestDatabase;
const clock = createTestClock();
const HOUR_MS = 3_600_000;
const NEWEST_MS = Date.parse("2026-09-21T11:00:00Z");

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.db.sql`truncate items, latest_prices, item_stats, usual_volumes, price_buckets,
    item_price_history, item_price_series, sealed_periods`;
  await database.db.sql`update market_state set usual_hour_at = null, usual_weeks = 0`;
  await database.db
    .sql`insert into latest_prices (item_id, high, seen_at) values (561, 1, now()), (4151, 1, now())`;
});

const deps = () => ({ sql: database.db.sql, clock });
/** Items that trade in every hour, so that the coverage rule accepts an hour without Nature runes. */
const others = [2, 3, 4, 5].map((itemId) => ({
  itemId,
  avgHigh: 10,
  avgLow: 8,
  highVolume: 1,
  lowVolume: 1,
}));
/** An hour in which Nature runes trade at the given prices. */
const storeHour = (hoursAgo: number, avgHigh: number | null, avgLow: number | null) =>
  storeBucket(deps(), {
    step: "1h",
    refusedCount: 0,
    bucket: {
      bucketAtMs: NEWEST_MS - hoursAgo * HOUR_MS,
      rows: [
        ...others,
        ...(avgHigh === null && avgLow === null
          ? []
          : [
              {
                itemId: 561,
                avgHigh,
                avgLow,
                highVolume: avgHigh === null ? 0 : 100,
                lowVolume: avgLow === null ? 0 : 10,
              },
            ]),
      ],
    },
  });
const storeFive = (rows: typeof others) =>
  storeBucket(deps(), { step: "5m", refusedCount: 0, bucket: { bucketAtMs: NEWEST_MS + HOUR_MS, rows } });
const stats = async (id: number) => {
  const [row] = await database.db.sql`select * from item_stats where item_id = ${id}`;
  return row;
};

test("without buckets all statistics are unknown, not 0", async () => {
  await refreshStats(deps());
  const row = await stats(561);
  expect(row).toMatchObject({ item_id: 561 });
  expect(Object.values(row ?? {}).filter((value) => value !== null)).toEqual([561]);
});

test("has the newest averages and volumes by side; an item that did not trade has 0 units and no average", async () => {
  await storeHour(1, 500, 400);
  await storeHour(0, 110, 100);
  await storeFive([{ itemId: 561, avgHigh: 112, avgLow: 101, highVolume: 3, lowVolume: 4 }]);
  await refreshStats(deps());
  expect(await stats(561)).toMatchObject({
    avg_high_5m: "112",
    avg_low_5m: "101",
    avg_high_1h: "110",
    avg_low_1h: "100",
    high_volume_1h: "100",
    low_volume_1h: "10",
  });
  expect(await stats(4151)).toMatchObject({ avg_high_1h: null, high_volume_1h: "0", low_volume_1h: "0" });
});

test("knows the 24 h volume only with at least 20 stored hours", async () => {
  for (let hour = 0; hour < 19; hour++) await storeHour(hour, 110, 100);
  await refreshStats(deps());
  expect(await stats(561)).toMatchObject({
    high_volume_24h: null,
    low_volume_24h: null,
    high_volume_1h: "100",
  });
  await storeHour(19, 110, 100);
  await refreshStats(deps());
  expect(await stats(561)).toMatchObject({ high_volume_24h: "2000", low_volume_24h: "200" });
  expect(await stats(4151)).toMatchObject({ high_volume_24h: "0", low_volume_24h: "0" });
});

test("sums exactly 24 hours, and takes the price 24 h ago from the oldest of them", async () => {
  for (let hour = 0; hour < 30; hour++)
    await storeHour(hour, hour === 23 ? 210 : 110, hour === 23 ? 190 : 100);
  await refreshStats(deps());
  expect(await stats(561)).toMatchObject({
    high_volume_24h: "2400",
    low_volume_24h: "240",
    mid_24h_ago: "200",
    // 23 hours at 105 and one at 200.
    avg_24h: "109",
  });
  expect(await stats(561)).toMatchObject({ sparkline: `z${"A".repeat(23)}` });
});

test("takes the price 24 h ago from the first of the six oldest hours with a trade; a single side is the mid", async () => {
  for (let hour = 0; hour < 24; hour++) {
    const isTraded = hour <= 18;
    await storeHour(hour, null, isTraded ? 100 + hour : null);
  }
  await refreshStats(deps());
  expect(await stats(561)).toMatchObject({ mid_24h_ago: "118" });
  await storeHour(18, null, null);
  await refreshStats(deps());
  expect(await stats(561)).toMatchObject({ mid_24h_ago: null });
});

test("raises the market version only if something changed", async () => {
  await storeHour(0, 110, 100);
  const first = await refreshStats(deps());
  expect(first).toMatchObject({ changed: 2 });
  expect(await refreshStats(deps())).toEqual({ changed: 0, version: null });
  await storeFive([{ itemId: 561, avgHigh: 112, avgLow: 101, highVolume: 3, lowVolume: 4 }]);
  const second = await refreshStats(deps());
  expect(second.changed).toBe(1);
  expect(second.version).toBeGreaterThan(first.version ?? 0);
});

describe("the usual volumes of this hour of the week", () => {
  const usual = async (id: number) => {
    const [row] = await database.db.sql`select high::int, low::int from usual_volumes where item_id = ${id}`;
    return row ?? null;
  };
  const hourOf = () => Math.floor(clock.now().getTime() / HOUR_MS) * HOUR_MS;
  /** Stores the present hour of a week before, and its neighbours with far larger volumes. */
  const storeWeek = async (weeksAgo: number, [highVolume, lowVolume]: [number, number]) => {
    for (const hour of [-1, 0, 1]) {
      const times = hour === 0 ? 1 : 1_000;
      await storeBucket(deps(), {
        step: "1h",
        refusedCount: 0,
        bucket: {
          bucketAtMs: hourOf() - weeksAgo * 168 * HOUR_MS + hour * HOUR_MS,
          rows: [
            ...others,
            {
              itemId: 561,
              avgHigh: highVolume === 0 ? null : 110,
              avgLow: lowVolume === 0 ? null : 100,
              highVolume: highVolume * times,
              lowVolume: lowVolume * times,
            },
          ],
        },
      });
    }
  };

  test("are the median of the same hour of the last four weeks, by side", async () => {
    await storeWeek(1, [100, 0]);
    await refreshStats(deps());
    expect(await usual(561), "one week is no pattern").toBeNull();
    await storeWeek(2, [300, 50]);
    const second = await refreshStats(deps());
    expect(await usual(561)).toEqual({ high: 200, low: 25 });
    expect(await usual(4151)).toBeNull();
    expect(second.version).not.toBeNull();
    expect(await refreshStats(deps())).toEqual({ changed: 0, version: null });
    await storeWeek(3, [5, 5]);
    await storeWeek(5, [9_000, 9_000]);
    await refreshStats(deps());
    expect(await usual(561)).toEqual({ high: 100, low: 5 });
  });

  test("are read from sealed months too", async () => {
    await storeWeek(1, [100, 10]);
    await storeWeek(4, [300, 30]);
    const sealed = periodOf("1h", hourOf() - 4 * 168 * HOUR_MS);
    expect(sealed).toBeLessThan(periodOf("1h", hourOf() - 168 * HOUR_MS));
    await sealPeriod(deps(), { step: "1h", periodAtMs: sealed });
    const [rows] = await database.db.sql`select count(*)::int from item_price_series`;
    expect(rows?.["count"]).toBeGreaterThan(0);
    await refreshStats(deps());
    expect(await usual(561)).toEqual({ high: 200, low: 20 });
  });
});

test("concurrent refreshes all succeed", async () => {
  for (let hour = 0; hour < 24; hour++) await storeHour(hour, 110 + hour, 100);
  await Promise.all([refreshStats(deps()), refreshStats(deps()), refreshStats(deps())]);
  expect(await stats(561)).toMatchObject({ high_volume_24h: "2400" });
});
