import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { BucketRow } from "#features/history/ingest/parse-bucket.ts";
import { storeBucket } from "#features/history/store/store-bucket.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { createTestClock } from "../../support/servers/feed.ts";

let database: TestDatabase;
const clock = createTestClock();
const AT_MS = Date.parse("2026-09-21T12:00:00Z");
const FIVE_MS = 300_000;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.db.sql`truncate price_buckets, item_price_history`);

const row = (itemId: number, avgHigh = 110): BucketRow => ({
  itemId,
  avgHigh,
  avgLow: 100,
  highVolume: 5,
  lowVolume: 7,
});
const rows = (count: number, avgHigh?: number) => Array.from({ length: count }, (_, id) => row(id, avgHigh));
const store = (of: BucketRow[], bucketAtMs = AT_MS) =>
  storeBucket(
    { sql: database.db.sql, clock },
    { step: "5m", bucket: { bucketAtMs, rows: of }, refusedCount: 0 },
  );
/** What is usual: five full buckets before the one under test. */
const storeUsual = async (count: number) => {
  for (let before = 1; before <= 5; before++) await store(rows(count), AT_MS - before * FIVE_MS);
};
const bucket = async (bucketAtMs = AT_MS) => {
  const [found] = await database.db.sql`
    select status, item_count, received_at from price_buckets where step_s = 300 and bucket_at = ${new Date(bucketAtMs)}`;
  return found;
};
const storedRows = async (bucketAtMs = AT_MS) => {
  const found = await database.db.sql<{ itemId: number; avgHigh: string }[]>`
    select item_id as "itemId", avg_high as "avgHigh" from item_price_history
    where step_s = 300 and bucket_at = ${new Date(bucketAtMs)} order by 1`;
  return found.map(({ itemId, avgHigh }) => [itemId, Number(avgHigh)]);
};

describe("one bucket", () => {
  test("is stored, and read again changes nothing", async () => {
    expect(await store([row(1), row(2)])).toEqual({ status: "stored", changed: 2, problem: null });
    const before = await bucket();
    clock.advanceMs(60_000);
    expect(await store([row(1), row(2)])).toEqual({ status: "stored", changed: 0, problem: null });
    expect(await bucket()).toEqual(before);
  });

  test("that was corrected replaces the old one, rows that are gone included", async () => {
    await store([row(1), row(2), row(3)]);
    expect(await store([row(1), row(2, 111), row(4)])).toMatchObject({ status: "stored", changed: 3 });
    expect(await storedRows()).toEqual([
      [1, 110],
      [2, 111],
      [4, 110],
    ]);
    expect(await bucket()).toMatchObject({ item_count: 3 });
  });

  test("without items is set aside also where nothing is usual", async () => {
    const problem = "The newest answer held no items, so it was set aside.";
    expect(await store([])).toEqual({ status: "quarantined", changed: 0, problem });
    expect(await bucket()).toMatchObject({ status: "quarantined", item_count: 0 });
    expect(await store([row(1)])).toMatchObject({ status: "stored", changed: 1 });
  });

  test("that arrives twice at once is stored once", async () => {
    const results = await Promise.all([store(rows(500)), store(rows(500)), store(rows(500))]);
    expect(results.map(({ changed }) => changed).toSorted((a, b) => a - b)).toEqual([0, 0, 500]);
    expect(await storedRows()).toHaveLength(500);
  });

  test("holds volumes beyond 32 bits", async () => {
    await store([{ ...row(1), highVolume: 6_000_000_000 }]);
    const [found] = await database.db.sql`select high_volume from item_price_history`;
    expect(found).toEqual({ high_volume: "6000000000" });
  });
});

describe("a bucket with few items", () => {
  test("is quarantined below 70% of its neighbours, and replaced when it comes full", async () => {
    await storeUsual(100);
    expect(await store(rows(69))).toEqual({
      status: "quarantined",
      changed: 0,
      problem: "The newest answer held 69 of the usual 100 items, so it was set aside.",
    });
    expect(await bucket()).toMatchObject({ status: "quarantined", item_count: 69 });
    expect(await storedRows()).toEqual([]);

    expect(await store(rows(98))).toMatchObject({ status: "stored", changed: 98 });
    expect(await bucket()).toMatchObject({ status: "stored", item_count: 98 });
  });

  test("is stored at 70%", async () => {
    await storeUsual(100);
    expect(await store(rows(70))).toMatchObject({ status: "stored" });
  });

  test("does not replace a full one", async () => {
    await storeUsual(100);
    await store(rows(100));
    expect(await store(rows(20, 999))).toMatchObject({ status: "quarantined", changed: 0 });
    expect(await bucket()).toMatchObject({ status: "stored", item_count: 100 });
    expect(await storedRows()).toHaveLength(100);
  });

  test("is judged by stored neighbours alone, and by none that are hours away", async () => {
    await storeUsual(100);
    await store(rows(10), AT_MS + FIVE_MS);
    expect(await bucket(AT_MS + FIVE_MS)).toMatchObject({ status: "quarantined" });
    expect(await store(rows(10), AT_MS + 4 * 3_600_000)).toMatchObject({ status: "stored" });
  });

  test("does not become usual by coming often, until the neighbours that were full are out of reach", async () => {
    await storeUsual(100);
    const statuses: string[] = [];
    for (let after = 0; after < 40; after++) {
      statuses.push((await store(rows(10), AT_MS + after * FIVE_MS)).status);
    }
    expect(statuses.slice(0, 30).every((status) => status === "quarantined")).toBe(true);
    expect(statuses.at(-1)).toBe("stored");
  });
});
