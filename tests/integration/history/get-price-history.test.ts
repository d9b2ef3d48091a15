import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stepMs } from "#features/history/rules/bucket.ts";
import { getPriceHistory } from "#features/history/read/get-price-history.ts";
import type { Bucket } from "#features/history/ingest/parse-bucket.ts";
import { rollUpBuckets } from "#features/history/rollup/roll-up-buckets.ts";
import { storeBuckets } from "#features/history/store/store-buckets.ts";
import { ensurePartition } from "#platform/db/partitions.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { createTestClock } from "../../support/servers/feed.ts";
import { someBuckets } from "../../support/market/history.ts";

const DAY_MS = 86_400_000;
const NOW = Date.parse("2028-03-01T12:30:00Z");
const TODAY = Date.parse("2028-03-01T00:00:00Z");
const clock = createTestClock(new Date(NOW));
const ITEM = 3;
let database: TestDatabase;
let days: Bucket[];
let fives: Bucket[];

/** A year of days, of which a week is missing; three days of five minutes up to now. */
beforeAll(async () => {
  database = await createTestDatabase();
  const deps = { sql: database.db.sql, clock };
  days = someBuckets("24h", TODAY - 365 * DAY_MS, 365).filter(
    ({ bucketAtMs }) => bucketAtMs < TODAY - 100 * DAY_MS || bucketAtMs >= TODAY - 93 * DAY_MS,
  );
  fives = someBuckets("5m", TODAY - 2 * DAY_MS, 2 * 288 + 149);
  await storeBuckets(deps, { step: "24h", buckets: days, origin: "import" });
  await storeBuckets(deps, { step: "5m", buckets: fives, origin: "import" });
  await rollUpBuckets(deps);
  await database.db.sql`
    insert into price_gaps (step_s, bucket_at, found_at)
    select 86400, day, now() from generate_series(${new Date(TODAY - 100 * DAY_MS)}::timestamptz,
      ${new Date(TODAY - 94 * DAY_MS)}::timestamptz, '1 day') as day`;
});
afterAll(() => database.drop());

type Asked = Omit<Parameters<typeof getPriceHistory>[2], "itemId">;
const history = (input: Asked, plan: Parameters<typeof getPriceHistory>[1] = "pro", at = clock) =>
  getPriceHistory({ dbRead: database.db.orm, clock: at, cache: (entry) => entry.load() }, plan, {
    itemId: ITEM,
    ...input,
  });
const rowsOf = (buckets: readonly Bucket[]) =>
  buckets.flatMap(({ bucketAtMs, rows }) =>
    rows.filter(({ itemId }) => itemId === ITEM).map((row) => ({ at: bucketAtMs, ...row })),
  );

describe("a chart", () => {
  test("of three days reads across sealed and open ones", async () => {
    const { columns, gaps, stepS } = await history({ timestep: "5m", from: TODAY - 2 * DAY_MS });
    const expected = rowsOf(fives);
    expect(columns.at).toEqual(expected.map(({ at }) => at));
    expect(columns.avgHigh).toEqual(expected.map(({ avgHigh }) => avgHigh));
    expect(columns.lowVolume).toEqual(expected.map(({ lowVolume }) => lowVolume));
    expect(gaps).toEqual([]);
    expect(stepS).toBe(300);
    const [kept] = await database.db.sql`
      select count(*)::int as rows, (select count(*)::int from sealed_periods where step_s = 300) as days
      from item_price_history where step_s = 300 and item_id = ${ITEM}`;
    expect(kept).toMatchObject({ days: 2 });
    expect(kept?.["rows"]).toBeGreaterThan(0);
  });

  test("of a year says what is missing of it", async () => {
    const { columns, gaps } = await history({ timestep: "24h", from: TODAY - 365 * DAY_MS });
    expect(columns.at).toEqual(rowsOf(days).map(({ at }) => at));
    expect(gaps).toEqual([[TODAY - 100 * DAY_MS, TODAY - 93 * DAY_MS]]);
  });

  test("says that a plan locks older prices only where some are on record", async () => {
    const all = { timestep: "24h", from: TODAY - 1_000 * DAY_MS } as const;
    const whole = await history(all, "free");
    expect([whole.gate, whole.columns.at.length]).toEqual([null, rowsOf(days).length]);
    const tomorrow = createTestClock(new Date(NOW + DAY_MS));
    expect((await history(all, "free", tomorrow)).gate).toMatchObject({ allowed: 365, needs: "pro" });
    expect((await history(all, "pro", tomorrow)).gate).toBeNull();
  });

  test("with few points has longer buckets, whose volumes add up to the same", async () => {
    const whole = await history({ timestep: "24h", from: TODAY - 365 * DAY_MS });
    const few = await history({ timestep: "24h", from: TODAY - 365 * DAY_MS, maxPoints: 100 });
    expect(few.stepS).toBe(4 * 86_400);
    expect(few.columns.at.length).toBeLessThanOrEqual(100);
    expect(few.columns.at.every((at) => at % (few.stepS * 1_000) === 0)).toBe(true);
    const sum = (volumes: readonly number[]) => volumes.reduce((a, b) => a + b, 0);
    expect(sum(few.columns.highVolume)).toBe(sum(whole.columns.highVolume));
    // Of the missing week only the stretch of four days that lacks all four.
    expect(few.gaps).toHaveLength(1);
    expect((few.gaps[0]?.[1] ?? 0) - (few.gaps[0]?.[0] ?? 0)).toBe(4 * DAY_MS);
  });

  test("of everything begins where the record does", async () => {
    const all = await history({ timestep: "24h", from: 0, maxPoints: 1_000 });
    expect(all).toMatchObject({ from: TODAY - 365 * DAY_MS, stepS: 86_400, timestep: "24h" });
    expect(all.columns.at).toEqual(rowsOf(days).map(({ at }) => at));
  });

  test("of six hours shows the one that is still open, made of the hours there are", async () => {
    const { columns } = await history({ timestep: "6h", from: TODAY - 2 * DAY_MS });
    expect(columns.at.at(-1)).toBe(TODAY + 6 * 3_600_000);
    expect(columns.at.every((at) => at % stepMs("6h") === 0)).toBe(true);
    expect(new Set(columns.at).size).toBe(columns.at.length);
  });

  test("of six hours shows one that waits for a missing hour, made of the hours there are", async () => {
    const from = TODAY - 10 * DAY_MS;
    const deps = { sql: database.db.sql, clock: createTestClock(new Date(from + DAY_MS + 3_600_000)) };
    const hours = someBuckets("1h", from, 24).filter((_hour, index) => index !== 8);
    await storeBuckets(deps, { step: "1h", buckets: hours, origin: "import" });
    await rollUpBuckets(deps);
    const made = await database.db.sql`select 1 from price_buckets
      where step_s = 21600 and bucket_at >= ${new Date(from)} and bucket_at < ${new Date(from + DAY_MS)}`;
    expect(made).toHaveLength(3);
    const { columns } = await history({ timestep: "6h", from, to: from + DAY_MS });
    expect(columns.at).toEqual([0, 6, 12, 18].map((hour) => from + hour * 3_600_000));
    const waiting = rowsOf(hours.slice(6, 11));
    expect(columns.highVolume[1]).toBe(waiting.reduce((sum, row) => sum + row.highVolume, 0));
  });

  test("of six hours over years computes only those that wait for their roll-up", async () => {
    const { sql } = database.db;
    const old = TODAY - 5 * 365 * DAY_MS;
    await ensurePartition(sql, "item_price_history", new Date(old));
    await sql`insert into item_price_history (item_id, step_s, bucket_at, avg_high, high_volume, low_volume)
      values (${ITEM}, 3600, ${new Date(old)}, 100, 7, 0)`;
    const waiting = async () => (await history({ timestep: "6h", from: old, to: TODAY })).columns.at[0];
    expect(await waiting()).toBeGreaterThan(old);
    await sql`insert into rollups_due values (21600, ${new Date(old)}, now())`;
    expect(await waiting()).toBe(old);
  });

  test("refuses more points than an answer holds, unless it may make them longer", async () => {
    const from = TODAY - 60 * DAY_MS;
    await expect(history({ timestep: "5m", from })).rejects.toMatchObject({ code: "invalid_input" });
    expect((await history({ timestep: "5m", from, maxPoints: 1_000 })).stepS).toBe(7_200);
  });
});
