import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { getRecentTrades } from "#features/market/list/get-recent-trades.ts";
import { ingestLatest } from "#features/market/ingest/ingest-latest.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { createTestClock } from "../../support/servers/feed.ts";

let database: TestDatabase;
const clock = createTestClock();
const nowS = () => clock.now().getTime() / 1_000;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.db.sql`truncate latest_prices, recent_trades, feed_endpoints`);

type Row = { high: number | null; highTime: number | null; low: number | null; lowTime: number | null };
const row = (high: number | null, low: number | null, ageS = 60): Row => ({
  high,
  highTime: high === null ? null : nowS() - ageS,
  low,
  lowTime: low === null ? null : nowS() - ageS,
});
const ingest = (data: Record<string, unknown>, etag: string | null = null) =>
  ingestLatest({ sql: database.db.sql, clock }, { body: { data }, etag });
const many = (count: number, high = 10) =>
  Object.fromEntries(Array.from({ length: count }, (_, id) => [String(id), row(high, 9)]));

const prices = (id: number) => database.db.sql<{ high: string | null; low: string | null }[]>`
  select high, low from latest_prices where item_id = ${id}`;
const endpoint = async () => {
  const [state] = await database.db.sql`select * from feed_endpoints where endpoint = 'latest'`;
  return state;
};
const version = async () => {
  const [state] = await database.db.sql<{ version: string }[]>`select version from market_state`;
  return Number(state?.version);
};

describe("a good answer", () => {
  test("is stored, and the market version grows", async () => {
    const before = await version();
    const result = await ingest({ "561": row(110, 100), "2": row(null, 5) }, '"a"');
    expect(result).toMatchObject({ used: true, rows: 2, changed: 2, version: await version() });
    expect(await version()).toBeGreaterThan(before);
    expect(await prices(561)).toEqual([{ high: "110", low: "100" }]);
    expect(await prices(2)).toEqual([{ high: null, low: "5" }]);
    expect(await endpoint()).toMatchObject({ etag: '"a"', problem: null, failures: 0, refused: {} });
  });

  test("changes nothing the second time, not even the version", async () => {
    const data = { "561": row(110, 100) };
    await ingest(data);
    const before = await version();
    expect(await ingest(data)).toMatchObject({ used: true, changed: 0, version: null });
    expect(await version()).toBe(before);
  });

  test("is kept as the last 20 distinct trades of each side, newest first", async () => {
    const startS = nowS() - 3_000;
    const at = (minute: number) => startS + 60 * minute;
    const trades = async () => getRecentTrades({ dbRead: database.db.orm }, { id: 561 });
    expect(await trades()).toEqual({ high: [], low: [] });
    for (let minute = 0; minute < 25; minute++) {
      // The low trades once: each later answer repeats it.
      await ingest({ "561": { high: 100 + minute, highTime: at(minute), low: 90, lowTime: at(0) } });
    }
    const { high, low } = await trades();
    expect(high).toHaveLength(20);
    expect(high[0]).toEqual({ at: at(24) * 1_000, price: 124 });
    expect(high.at(-1)).toEqual({ at: at(5) * 1_000, price: 105 });
    expect(low).toEqual([{ at: at(0) * 1_000, price: 90 }]);

    // A correction replaces the newest; an older answer, and one without the side, change nothing.
    await ingest({ "561": { high: 7, highTime: at(24), low: null, lowTime: null } });
    await ingest({ "561": { high: 8, highTime: at(10), low: null, lowTime: null } });
    const corrected = await trades();
    expect(corrected.high.slice(0, 2)).toEqual([
      { at: at(24) * 1_000, price: 7 },
      { at: at(23) * 1_000, price: 123 },
    ]);
    expect(corrected.high).toHaveLength(20);
    expect(corrected.low).toEqual(low);
    await ingest({ "561": { high: null, highTime: null, low: 91, lowTime: at(26) } });
    expect((await trades()).low.map(({ price }) => price)).toEqual([91, 90]);
  });

  test("replaces each side by a newer one independently", async () => {
    await ingest({ "561": row(110, 100, 60) });
    await ingest({ "561": { high: 111, highTime: nowS() - 30, low: 90, lowTime: nowS() - 120 } });
    expect(await prices(561)).toEqual([{ high: "111", low: "100" }]);
  });

  test("stores another price at the same second as a correction", async () => {
    await ingest({ "561": row(110, 100) });
    expect(await ingest({ "561": row(110, 101) })).toMatchObject({ changed: 1 });
    expect(await prices(561)).toEqual([{ high: "110", low: "101" }]);
  });

  test("keeps the last valid price of a side that became unknown, and of an absent item", async () => {
    await ingest({ "561": row(110, 100), "2": row(5, 4), "3": row(5, 4), "4": row(5, 4) });
    await ingest({ "561": row(null, 101, 30), "3": row(5, 4), "4": row(5, 4) });
    expect(await prices(561)).toEqual([{ high: "110", low: "101" }]);
    expect(await prices(2)).toEqual([{ high: "5", low: "4" }]);
  });

  test("may contain the largest exact integer as a price", async () => {
    await ingest({ "561": row(Number.MAX_SAFE_INTEGER, 1) });
    expect(await prices(561)).toEqual([{ high: "9007199254740991", low: "1" }]);
  });
});

describe("a bad answer", () => {
  test("loses only its invalid sides and rows, which are counted by reason", async () => {
    const result = await ingest({ "561": row(110, 100), "2": { ...row(1, 1), high: 2 ** 53 }, "3": null });
    expect(result).toMatchObject({ used: true, rows: 2, refused: { "not a price": 1, "not a row": 1 } });
    expect(await prices(2)).toEqual([{ high: null, low: "1" }]);
    expect(await endpoint()).toMatchObject({ refused: { "not a price": 1, "not a row": 1 }, problem: null });
  });

  test("with less than 70% of the expected items changes no price and records the problem", async () => {
    await ingest(many(100), '"good"');
    const before = await version();
    clock.advanceMs(60_000);
    const result = await ingest(many(69, 77), '"bad"');
    const problem = "The newest answer held 69 of the usual 100 items, so it was set aside.";
    expect(result).toMatchObject({ used: false, changed: 0, problem });
    expect(await prices(5)).toEqual([{ high: "10", low: "9" }]);
    expect(await version()).toBe(before);
    expect(await endpoint()).toMatchObject({ problem, failures: 1, etag: '"good"' });

    expect(await ingest(many(70, 78), '"next"')).toMatchObject({ used: true, changed: 70 });
    expect(await endpoint()).toMatchObject({ problem: null, failures: 0, etag: '"next"' });
  });

  test.each([[{ data: {} }], [{ data: { "1": null } }], [[]], [null], [{ error: "soon" }]])(
    "without valid rows is not used, even as the first: %j",
    async (body) => {
      const result = await ingestLatest({ sql: database.db.sql, clock }, { body, etag: null });
      expect(result).toMatchObject({ used: false, version: null });
      expect(result.problem).toMatch(/^The price feed sent /);
      expect(await endpoint()).toMatchObject({ problem: result.problem, succeeded_at: null });
    },
  );

  test("stores nothing when the transaction fails", async () => {
    const before = await version();
    await database.db.sql`alter table feed_endpoints add constraint broken check (etag <> 'poison')`;
    await expect(ingest({ "561": row(1, 1) }, "poison")).rejects.toThrow(/broken/);
    await database.db.sql`alter table feed_endpoints drop constraint broken`;
    expect(await prices(561)).toEqual([]);
    expect(await version()).toBe(before);
  });
});
