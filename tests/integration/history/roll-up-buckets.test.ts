import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { stepMs } from "#features/history/rules/bucket.ts";
import { checkDrift } from "#features/history/rollup/check-drift.ts";
import type { Timestep } from "#features/history/contract.ts";
import { importSeries } from "#features/history/transfer/import-series.ts";
import type { Bucket, BucketRow } from "#features/history/ingest/parse-bucket.ts";
import { periodOf } from "#features/history/rules/period.ts";
import { readBuckets } from "#features/history/read/read-buckets.ts";
import { rollUpBuckets } from "#features/history/rollup/roll-up-buckets.ts";
import { sealPeriod } from "#features/history/store/seal-period.ts";
import { storeBucket } from "#features/history/store/store-bucket.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { createTestClock } from "../../support/servers/feed.ts";
import type { TestClock } from "../../support/servers/feed.ts";
import { someBuckets } from "../../support/market/history.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const DAY = Date.parse("2026-12-31T00:00:00Z");
let database: TestDatabase;
let clock: TestClock;

beforeEach(async () => {
  clock = createTestClock(new Date(DAY + DAY_MS + HOUR_MS));
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const deps = () => ({ sql: database.db.sql, clock });
const store = (bucket: Bucket, step: "5m" | "1h" | "24h" = "5m") =>
  storeBucket(deps(), { step, bucket, refusedCount: 0 });
const storeAll = async (buckets: readonly Bucket[], step: "5m" | "1h" | "24h" = "5m") => {
  for (const bucket of buckets) await store(bucket, step);
};
const read = (step: Timestep, fromMs = DAY, toMs = DAY + DAY_MS) =>
  readBuckets({ dbRead: database.db.orm }, { step, fromMs, toMs });
const origins = async (step: Timestep) => {
  const rows = await database.db.sql<{ origin: string }[]>`
    select distinct origin from price_buckets where step_s = ${stepMs(step) / 1_000}`;
  return rows.map(({ origin }) => origin);
};

/** The same average by another way: whole numbers of any size, half rounded up. */
function averageOf(rows: readonly BucketRow[], side: "High" | "Low"): number | null {
  let worth = 0n;
  let units = 0n;
  for (const row of rows) {
    const price = row[`avg${side}`];
    const volume = side === "High" ? row.highVolume : row.lowVolume;
    if (price === null) continue;
    worth += BigInt(price) * BigInt(volume);
    units += BigInt(volume);
  }
  return units === 0n ? null : Number((2n * worth + units) / (2n * units));
}

function expectedOf(buckets: readonly Bucket[], step: Timestep): Bucket[] {
  const groups = Map.groupBy(
    buckets,
    ({ bucketAtMs }) => Math.floor(bucketAtMs / stepMs(step)) * stepMs(step),
  );
  return [...groups].map(([bucketAtMs, parts]) => {
    const byItem = Map.groupBy(
      parts.flatMap((part) => part.rows),
      (row) => row.itemId,
    );
    const rows = [...byItem]
      .toSorted(([a], [b]) => a - b)
      .map(([itemId, own]) => ({
        itemId,
        avgHigh: averageOf(own, "High"),
        avgLow: averageOf(own, "Low"),
        highVolume: own.reduce((sum, row) => sum + row.highVolume, 0),
        lowVolume: own.reduce((sum, row) => sum + row.lowVolume, 0),
      }));
    return { bucketAtMs, rows };
  });
}

describe("a day of five minutes", () => {
  const day = someBuckets("5m", DAY, 288);
  beforeEach(() => storeAll(day));

  test("becomes hours, quarters of a day and a day, and needs no second time", async () => {
    await rollUpBuckets(deps());
    for (const step of ["1h", "6h", "24h"] as const) {
      expect(await read(step)).toEqual(expectedOf(day, step));
      expect(await origins(step)).toEqual(["rollup"]);
    }
    expect(await database.db.sql`select 1 from rollups_due`).toHaveLength(0);
    expect(await rollUpBuckets(deps())).toEqual({ processed: 0 });
    expect(await checkDrift(deps(), { dayAtMs: DAY })).toEqual({
      checked: 24 + 4 + 1,
      drifted: 0,
      unchecked: 0,
    });
  }, 60_000);

  test("is rolled up the same when it is sealed, and again when a late point changes it", async () => {
    await rollUpBuckets(deps());
    for (const step of ["5m", "1h", "6h", "24h"] as const) {
      await sealPeriod(deps(), { step, periodAtMs: periodOf(step, DAY) });
    }
    const [first, ...rest] = day;
    if (first === undefined) throw new Error("no bucket");
    const late = {
      ...first,
      rows: first.rows.map((row) => ({ ...row, highVolume: 5_000_000, avgHigh: 999 })),
    };
    await store(late);
    await rollUpBuckets(deps());
    for (const step of ["1h", "6h", "24h"] as const) {
      expect(await read(step)).toEqual(expectedOf([late, ...rest], step));
    }
    const [rows] = await database.db.sql`select count(*)::int as rows from item_price_history`;
    expect(rows).toEqual({ rows: 0 });
    expect(await checkDrift(deps(), { dayAtMs: DAY })).toMatchObject({ drifted: 0 });
  }, 60_000);

  test("leaves an hour that was observed as it is", async () => {
    const observed = {
      bucketAtMs: DAY,
      rows: [{ ...(day[0]?.rows[0] as BucketRow), highVolume: 7, avgHigh: 3 }],
    };
    await store(observed, "1h");
    await rollUpBuckets(deps());
    const [first, second] = await read("1h");
    expect(first).toEqual(observed);
    expect(second).toEqual(expectedOf(day, "1h")[1]);
    const [drift] = await database.db.sql`select 1 from history_drift`;
    expect(drift).toBeUndefined();

    expect(await checkDrift(deps(), { dayAtMs: DAY })).toMatchObject({ drifted: 1 });
    const [found] = await database.db
      .sql`select step_s, bucket_at, origin, missing, differing from history_drift`;
    expect(found).toMatchObject({ step_s: 3600, bucket_at: new Date(DAY), origin: "feed", differing: 1 });
  }, 60_000);

  test("takes the feed's hour over its own when that comes later", async () => {
    await rollUpBuckets(deps());
    const observed = { bucketAtMs: DAY, rows: day[0]?.rows ?? [] };
    expect(await store(observed, "1h")).toMatchObject({ status: "stored" });
    await rollUpBuckets(deps());
    expect((await read("1h"))[0]).toEqual(observed);
  }, 60_000);

  test("that was tampered with is reported, and no longer when it is right again", async () => {
    await rollUpBuckets(deps());
    await database.db.sql`
      update item_price_history set avg_high = avg_high + 40
      where step_s = 21600 and bucket_at = ${new Date(DAY)} and item_id = 3`;
    expect(await checkDrift(deps(), { dayAtMs: DAY })).toMatchObject({ drifted: 1 });
    const [found] = await database.db.sql`select step_s, worst_item_id, worst_gp::int from history_drift`;
    expect(found).toEqual({ step_s: 21_600, worst_item_id: 3, worst_gp: 40 });
    await database.db.sql`
      update item_price_history set avg_high = avg_high - 40
      where step_s = 21600 and bucket_at = ${new Date(DAY)} and item_id = 3`;
    expect(await checkDrift(deps(), { dayAtMs: DAY })).toMatchObject({ drifted: 0 });
    expect(await database.db.sql`select 1 from history_drift`).toHaveLength(0);
  }, 60_000);
});

test.each([false, true])(
  "an item's series over noted buckets makes their roll-ups anew (sealed: %s)",
  async (sealed) => {
    const day = someBuckets("5m", DAY, 288);
    await storeAll(day);
    await rollUpBuckets(deps());
    if (sealed) await sealPeriod(deps(), { step: "5m", periodAtMs: DAY });
    const row = { itemId: 900, avgHigh: 7, avgLow: null, highVolume: 3, lowVolume: 0 };
    const buckets = [{ bucketAtMs: DAY + 20 * 300_000, rows: [row] }];
    expect(await importSeries(deps(), "5m", { itemId: 900, buckets })).toBe(1);
    await rollUpBuckets(deps());
    for (const step of ["1h", "6h", "24h"] as const) {
      const [made] = await read(step, DAY + (step === "1h" ? HOUR_MS : 0));
      expect(made?.rows.at(-1)).toEqual(row);
    }
    expect(await checkDrift(deps(), { dayAtMs: DAY })).toMatchObject({ drifted: 0 });
  },
  60_000,
);

test("quarters of a day are made from hours where there are no five minutes", async () => {
  const hours = someBuckets("1h", DAY, 24);
  await storeAll(hours, "1h");
  await rollUpBuckets(deps());
  expect(await read("6h")).toEqual(expectedOf(hours, "6h"));
  expect(await read("24h")).toEqual(expectedOf(hours, "24h"));
  expect(await origins("1h")).toEqual(["feed"]);
});

test("an hour waits for what is missing of it, and is made of what there is after two days", async () => {
  const [missing, ...rest] = someBuckets("5m", DAY, 12);
  await storeAll(rest);
  await rollUpBuckets(deps());
  expect(await read("1h")).toEqual([]);
  clock.advanceMs(3 * DAY_MS);
  await rollUpBuckets(deps());
  expect(await read("1h")).toEqual(expectedOf(rest, "1h"));
  if (missing === undefined) throw new Error("no bucket");
  await store(missing);
  await rollUpBuckets(deps());
  expect(await read("1h")).toEqual(expectedOf([missing, ...rest], "1h"));
});

test("an hour is left to the feed for ten minutes after its close", async () => {
  clock.set(new Date(DAY + HOUR_MS + 9 * 60_000));
  await storeAll(someBuckets("5m", DAY, 12));
  await rollUpBuckets(deps());
  expect(await read("1h")).toEqual([]);
  clock.advanceMs(60_000);
  await rollUpBuckets(deps());
  expect(await read("1h")).toHaveLength(1);
});
