import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Timestep } from "#features/history/contract.ts";
import type { Bucket } from "#features/history/ingest/parse-bucket.ts";
import { periodOf } from "#features/history/rules/period.ts";
import { readBuckets } from "#features/history/read/read-buckets.ts";
import { readPoints } from "#features/history/read/read-points.ts";
import { sealPeriod } from "#features/history/store/seal-period.ts";
import { storeBucket } from "#features/history/store/store-bucket.ts";
import { storeBuckets } from "#features/history/store/store-buckets.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { createTestClock } from "../../support/servers/feed.ts";
import type { TestClock } from "../../support/servers/feed.ts";
import { someBuckets } from "../../support/market/history.ts";

const DAY_MS = 86_400_000;
const DAY = Date.parse("2028-02-29T00:00:00Z");
let database: TestDatabase;
let clock: TestClock;

beforeEach(async () => {
  clock = createTestClock(new Date(DAY + DAY_MS / 2));
  database = await createTestDatabase({ max: 8 });
});
afterEach(() => database.drop());

const deps = () => ({ sql: database.db.sql, clock });
const store = (bucket: Bucket, step: "5m" | "1h" | "24h" = "5m") =>
  storeBucket(deps(), { step, bucket, refusedCount: 0 });
const storeAll = async (buckets: readonly Bucket[]) => {
  for (const bucket of buckets) await store(bucket);
};
const seal = (step: Timestep = "5m", atMs = DAY) =>
  sealPeriod(deps(), { step, periodAtMs: periodOf(step, atMs) });
const read = (step: Timestep = "5m", fromMs = DAY, toMs = DAY + DAY_MS) =>
  readBuckets({ dbRead: database.db.orm }, { step, fromMs, toMs });
const counts = async () => {
  const [row] = await database.db.sql`
    select (select count(*)::int from item_price_history) as rows,
      (select count(*)::int from item_price_series) as series,
      (select coalesce(sum(points), 0)::int from item_price_series) as points,
      (select count(*)::int from sealed_periods) as periods`;
  return row;
};
const sealedPeriod = async () => {
  const [row] = await database.db.sql`
    select items, points::int, checksum, reopened from sealed_periods where step_s = 300`;
  return row;
};

describe("sealing a day", () => {
  test("moves its rows into one series an item, and what is read stays the same", async () => {
    const buckets = someBuckets("5m", DAY, 30);
    await storeAll(buckets);
    expect(await read()).toEqual(buckets);
    const points = buckets.reduce((sum, bucket) => sum + bucket.rows.length, 0);

    expect(await seal()).toMatchObject({ changed: points, points });
    expect(await read()).toEqual(buckets);
    const items = new Set(buckets.flatMap((bucket) => bucket.rows.map((row) => row.itemId))).size;
    expect(await counts()).toEqual({ rows: 0, series: items, points, periods: 1 });
    expect(await sealedPeriod()).toMatchObject({ items, points, reopened: 0 });
  });

  test("again changes nothing", async () => {
    await storeAll(someBuckets("5m", DAY, 5));
    await seal();
    const before = [await sealedPeriod(), await read()];
    expect(await seal()).toMatchObject({ changed: 0 });
    expect([await sealedPeriod(), await read()]).toEqual(before);
  });

  test("leaves the rows of the days around it", async () => {
    const buckets = [
      ...someBuckets("5m", DAY - 300_000, 1),
      ...someBuckets("5m", DAY, 2),
      ...someBuckets("5m", DAY + DAY_MS, 1),
    ];
    await storeAll(buckets);
    await seal();
    const rows = await database.db.sql<{ at: Date }[]>`
      select distinct bucket_at as at from item_price_history order by 1`;
    expect(rows.map(({ at }) => at)).toEqual([new Date(DAY - 300_000), new Date(DAY + DAY_MS)]);
    expect(await read("5m", DAY - DAY_MS, DAY + 2 * DAY_MS)).toEqual(buckets);
  });

  test("of which nothing is known is noted, and makes no series", async () => {
    await seal();
    expect(await counts()).toEqual({ rows: 0, series: 0, points: 0, periods: 1 });
  });

  test("twice at once seals it once", async () => {
    const buckets = someBuckets("5m", DAY, 10);
    await storeAll(buckets);
    const results = await Promise.all([seal(), seal(), seal()]);
    expect(results.filter(({ changed }) => changed > 0)).toHaveLength(1);
    expect(await read()).toEqual(buckets);
  });
});

test("a month of hours is a period too, and reads across its end", async () => {
  const march = Date.parse("2028-03-01T00:00:00Z");
  const buckets = someBuckets("1h", march - 5 * 3_600_000, 10);
  for (const bucket of buckets) await store(bucket, "1h");
  await seal("1h", DAY);
  expect(await counts()).toMatchObject({ periods: 1 });
  expect(await read("1h", march - DAY_MS, march + DAY_MS)).toEqual(buckets);
  await seal("1h", march);
  expect(await counts()).toMatchObject({ rows: 0, periods: 2 });
  expect(await read("1h", march - DAY_MS, march + DAY_MS)).toEqual(buckets);
});

test("one item's points are those of the range, sealed and open, in order", async () => {
  const buckets = someBuckets("5m", DAY + DAY_MS - 3_000_000, 20);
  await storeAll(buckets);
  await seal();
  const fromMs = DAY + DAY_MS - 1_500_000;
  const toMs = DAY + DAY_MS + 1_500_000;
  const points = await readPoints({ dbRead: database.db.orm }, { itemId: 3, step: "5m", fromMs, toMs });
  const expected = buckets.filter(
    ({ bucketAtMs, rows }) =>
      bucketAtMs >= fromMs && bucketAtMs < toMs && rows.some(({ itemId }) => itemId === 3),
  );
  expect(expected.length).toBeGreaterThan(3);
  expect(points.at).toEqual(expected.map(({ bucketAtMs }) => bucketAtMs));
});

describe("a sealed day", () => {
  test("takes a late bucket: points come, change and go", async () => {
    const buckets = someBuckets("5m", DAY, 12);
    const [late] = buckets.splice(6, 1);
    if (late === undefined) throw new Error("no bucket");
    await storeAll(buckets);
    await seal();
    expect(await store(late)).toMatchObject({ status: "stored", changed: late.rows.length });
    const whole = [...buckets, late].toSorted((a, b) => a.bucketAtMs - b.bucketAtMs);
    expect(await read()).toEqual(whole);
    expect(await store(late)).toMatchObject({ status: "stored", changed: 0 });

    const [first, ...rest] = late.rows;
    if (first === undefined) throw new Error("no row");
    const corrected = { ...late, rows: rest.map((row) => ({ ...row, highVolume: 9, avgHigh: 77 })) };
    expect(await store(corrected)).toMatchObject({ changed: late.rows.length });
    expect(await read()).toEqual(whole.map((bucket) => (bucket === late ? corrected : bucket)));
    expect(await counts()).toMatchObject({ rows: 0 });
    expect(await sealedPeriod()).toMatchObject({ reopened: 2 });
  });

  test("is merged into by many at once, while it is being sealed, and loses nothing", async () => {
    const buckets = someBuckets("5m", DAY, 40);
    await storeAll(buckets.slice(0, 10));
    await Promise.all([
      ...buckets.slice(10, 25).map(store0),
      seal(),
      ...buckets.slice(25).map(store0),
      seal(),
    ]);
    await seal();
    expect(await read()).toEqual(buckets);
    expect(await counts()).toMatchObject({ rows: 0, periods: 1 });
  }, 60_000);
  const store0 = (bucket: Bucket) => store(bucket);

  test("has the totals of what it holds, however it came there", async () => {
    const buckets = someBuckets("5m", DAY, 20);
    await storeAll(buckets.filter((_bucket, index) => index % 2 === 0));
    await seal();
    await storeAll(buckets.filter((_bucket, index) => index % 2 === 1));
    const merged = await sealedPeriod();
    await database.db.sql`truncate item_price_series, sealed_periods, price_buckets`;
    await storeAll(buckets);
    await seal();
    expect({ ...merged, reopened: 0 }).toEqual(await sealedPeriod());
  });

  test("takes late points for 90 days; after that they are refused and counted", async () => {
    const [late, ...buckets] = someBuckets("5m", DAY, 6);
    if (late === undefined) throw new Error("no bucket");
    await storeAll(buckets);
    await seal();
    clock.set(new Date(DAY + 90 * DAY_MS + 300_001));
    expect(await store(late)).toEqual({
      status: "refused",
      changed: 0,
      problem: expect.stringContaining("more than 90 days ago"),
    });
    expect(await read()).toEqual(buckets);
    const [refused] = await database.db.sql`select points::int from history_refusals`;
    expect(refused).toEqual({ points: late.rows.length });

    clock.set(new Date(DAY + 90 * DAY_MS + 300_000));
    expect(await store(late)).toMatchObject({ status: "stored" });
  });

  test("takes an old bucket that was missing and asked for", async () => {
    const [late, ...buckets] = someBuckets("5m", DAY, 6);
    if (late === undefined) throw new Error("no bucket");
    await storeAll(buckets);
    await seal();
    await database.db.sql`
      insert into price_gaps (step_s, bucket_at, found_at) values (300, ${new Date(late.bucketAtMs)}, now())`;
    clock.set(new Date(DAY + 200 * DAY_MS));
    expect(await store(late)).toMatchObject({ status: "stored" });
    expect(await read()).toEqual([late, ...buckets]);
    expect(await database.db.sql`select 1 from price_gaps`).toHaveLength(0);
  });
});

describe("many buckets at once", () => {
  const origin = "import";

  test("of closed days are sealed at once, and stored again change nothing", async () => {
    clock.set(new Date(DAY + 10 * DAY_MS));
    const buckets = someBuckets("5m", DAY - 3_000_000, 20);
    const points = buckets.reduce((sum, bucket) => sum + bucket.rows.length, 0);
    expect(await storeBuckets(deps(), { step: "5m", buckets, origin })).toEqual({
      changed: points,
      skipped: 0,
    });
    expect(await counts()).toMatchObject({ rows: 0, periods: 2, points });
    expect(await read("5m", DAY - DAY_MS)).toEqual(buckets);
    expect(await storeBuckets(deps(), { step: "5m", buckets, origin })).toEqual({ changed: 0, skipped: 0 });
  });

  test("of an open day are rows, and meet what the feed brought", async () => {
    const buckets = someBuckets("5m", DAY, 10);
    await storeAll(buckets.slice(0, 5));
    await storeBuckets(deps(), { step: "5m", buckets: buckets.slice(3).toReversed(), origin });
    expect(await counts()).toMatchObject({ series: 0 });
    expect(await read()).toEqual(buckets);
  });

  test("of a closed day take its open rows along", async () => {
    const buckets = someBuckets("5m", DAY, 10);
    await storeAll(buckets.slice(0, 5));
    clock.set(new Date(DAY + 3 * DAY_MS));
    await storeBuckets(deps(), { step: "5m", buckets: buckets.slice(5), origin });
    expect(await counts()).toMatchObject({ rows: 0, periods: 1 });
    expect(await read()).toEqual(buckets);
  });
});
