import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { storeBucket } from "#features/history/store/store-bucket.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import { ensurePartition, maintainPartitions } from "#platform/db/partitions.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { createTestClock } from "../../support/servers/feed.ts";

const PARENT = "item_price_history";
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase({ max: 8 });
});
afterAll(() => database.drop());
beforeEach(async () => {
  for (const name of await partitions()) await database.db.sql`drop table ${database.db.sql(name)}`;
});

async function partitions(): Promise<string[]> {
  const found = await database.db.sql<{ name: string }[]>`
    select inhrelid::regclass::text as name from pg_inherits where inhparent = ${PARENT}::regclass order by 1`;
  return found.map(({ name }) => name);
}

const store = (nowIso: string, step: StoredStep, bucketIso: string) =>
  storeBucket(
    { sql: database.db.sql, clock: createTestClock(new Date(nowIso)) },
    {
      step,
      refusedCount: 0,
      bucket: {
        bucketAtMs: Date.parse(bucketIso),
        rows: [{ itemId: 561, avgHigh: 110, avgLow: 100, highVolume: 1, lowVolume: 1 }],
      },
    },
  );
const whereIs = async (bucketIso: string) => {
  const [found] = await database.db.sql<{ name: string }[]>`
    select tableoid::regclass::text as name from item_price_history where bucket_at = ${new Date(bucketIso)}`;
  return found?.name;
};

test("there is no partition before one is needed, and no DEFAULT one ever", async () => {
  expect(await partitions()).toEqual([]);
  await store("2026-09-21T12:00:30Z", "5m", "2026-09-21T11:55:00Z");
  expect(await partitions()).toEqual([`${PARENT}_p202609`]);
});

test("the writer makes a missing month at its very edge", async () => {
  await store("2026-09-30T23:59:30Z", "5m", "2026-09-30T23:50:00Z");
  await store("2026-10-01T00:00:10Z", "5m", "2026-09-30T23:55:00Z");
  expect(await partitions()).toEqual([`${PARENT}_p202609`]);
  await store("2026-10-01T00:05:10Z", "5m", "2026-10-01T00:00:00Z");
  expect(await partitions()).toEqual([`${PARENT}_p202609`, `${PARENT}_p202610`]);
  expect(await whereIs("2026-09-30T23:55:00Z")).toBe(`${PARENT}_p202609`);
  expect(await whereIs("2026-10-01T00:00:00Z")).toBe(`${PARENT}_p202610`);
});

test("29 February and a year's end are months like others", async () => {
  await store("2028-03-01T00:10:00Z", "24h", "2028-02-29T00:00:00Z");
  await store("2027-01-01T00:06:00Z", "5m", "2026-12-31T23:55:00Z");
  await store("2027-01-01T00:06:00Z", "5m", "2027-01-01T00:00:00Z");
  expect(await whereIs("2028-02-29T00:00:00Z")).toBe(`${PARENT}_p202802`);
  expect(await whereIs("2026-12-31T23:55:00Z")).toBe(`${PARENT}_p202612`);
  expect(await whereIs("2027-01-01T00:00:00Z")).toBe(`${PARENT}_p202701`);
});

test("the first bucket of a month from several writers at once makes one partition and loses no row", async () => {
  const minutes = ["00", "05", "10", "15", "20", "25"];
  const results = await Promise.all(
    minutes.map((minute) => store("2026-11-01T00:40:00Z", "5m", `2026-11-01T00:${minute}:00Z`)),
  );
  expect(results.map(({ status }) => status)).toEqual(minutes.map(() => "stored"));
  expect(await partitions()).toEqual([`${PARENT}_p202611`]);
  const [count] = await database.db.sql`select count(*)::int as rows from item_price_history`;
  expect(count).toEqual({ rows: 6 });
});

test("the job makes the months of the backfill and two ahead, once", async () => {
  const opts = {
    from: new Date("2026-11-30T00:00:00Z"),
    now: new Date("2026-12-31T23:59:30Z"),
    monthsAhead: 2,
  };
  expect(await maintainPartitions(database.db.sql, PARENT, opts)).toEqual(
    ["202611", "202612", "202701", "202702"].map((month) => `${PARENT}_p${month}`),
  );
  expect(await maintainPartitions(database.db.sql, PARENT, opts)).toEqual([]);
});

test("a partition has the parent's keys and indexes", async () => {
  await ensurePartition(database.db.sql, PARENT, new Date("2026-09-21T12:00:00Z"));
  const indexes = await database.db.sql<{ columns: string }[]>`
    select regexp_replace(indexdef, '^.*USING btree ', '') as columns from pg_indexes
    where tablename = ${`${PARENT}_p202609`} order by 1`;
  expect(indexes.map(({ columns }) => columns)).toEqual([
    "(item_id, step_s, bucket_at)",
    "(step_s, bucket_at)",
  ]);
});

test("readers and writers of another month go on while one is made", async () => {
  await store("2026-09-21T12:00:30Z", "5m", "2026-09-21T11:55:00Z");
  await database.db.sql.begin(async (tx) => {
    await tx`insert into item_price_history values (1, 300, '2026-09-21T11:50:00Z', 1, 1, 1, 1)`;
    await tx`select count(*) from item_price_history`;
    expect(await ensurePartition(database.db.sql, PARENT, new Date("2026-12-01T00:00:00Z"))).toBe(true);
  });
});
