import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { getItem } from "#features/market/list/get-item.ts";
import { listItems, listUnlisted } from "#features/market/list/list-items.ts";
import { readCatalogue } from "#features/market/list/read-catalogue.ts";
import { searchItems } from "#features/market/list/search-items.ts";
import { ingestMapping } from "#features/market/ingest/ingest-mapping.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { createTestClock } from "../../support/servers/feed.ts";

let database: TestDatabase;
const clock = createTestClock();

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
beforeEach(() => database.db.sql`truncate items, feed_endpoints`);

const item = (id: number, change: Record<string, unknown> = {}) => ({
  id,
  name: `Item ${id}`,
  examine: "An item.",
  members: id % 2 === 0,
  icon: `Item ${id}.png`,
  limit: 70,
  value: 10,
  lowalch: 4,
  highalch: 6,
  ...change,
});
const catalogue = (count: number) => Array.from({ length: count }, (_, id) => item(id));
const ingest = (body: unknown) => ingestMapping({ sql: database.db.sql, clock }, { body, etag: null });
const stored = (id: number) => database.db.sql`select * from items where id = ${id}`;

test("stores the catalogue, with absent limits and alch values as null", async () => {
  const { limit: _limit, highalch: _high, lowalch: _low, ...bare } = item(2);
  expect(await ingest([item(1), bare])).toMatchObject({ used: true, rows: 2, changed: 2 });
  expect(await stored(1)).toMatchObject([
    { name: "Item 1", members: false, buy_limit: "70", high_alch: "6" },
  ]);
  expect(await stored(2)).toMatchObject([
    { members: true, buy_limit: null, high_alch: null, low_alch: null },
  ]);
});

test("a second run changes nothing; a changed item counts once", async () => {
  const first = await ingest(catalogue(10));
  expect(await ingest(catalogue(10))).toMatchObject({ changed: 0, version: null });
  const { limit: _limit, ...unlimited } = item(3);
  const changed = [
    ...catalogue(10).filter(({ id }) => id !== 3 && id !== 4),
    unlimited,
    item(4, { members: false }),
  ];
  const second = await ingest(changed);
  expect(second.changed).toBe(2);
  expect(second.version).toBeGreaterThan(first.version ?? 0);
  expect(await stored(3)).toMatchObject([{ buy_limit: null }]);
});

test("keeps and marks an item that the feed no longer has, until it is back", async () => {
  await ingest(catalogue(10));
  const gone = await ingest(catalogue(9));
  expect(gone).toMatchObject({ used: true, changed: 1 });
  expect(gone.version).not.toBeNull();
  expect(await stored(9)).toMatchObject([{ name: "Item 9", unlisted_at: clock.now() }]);
  expect(await stored(8)).toMatchObject([{ unlisted_at: null }]);
  expect(await ingest(catalogue(9))).toMatchObject({ changed: 0, version: null });
  expect(await ingest(catalogue(10))).toMatchObject({ changed: 1 });
  expect(await stored(9)).toMatchObject([{ unlisted_at: null }]);
  // A row that was refused is no sign that its item is gone.
  await ingest([...catalogue(9), item(9, { value: -1 })]);
  expect(await stored(9)).toMatchObject([{ unlisted_at: null }]);
});

test("leaves an item that is no longer listed out of lists and searches, and keeps its page", async () => {
  await ingest(catalogue(10));
  await ingest(catalogue(10).filter(({ id }) => id !== 4));
  const deps = {
    db: database.db.orm,
    dbRead: database.db.orm,
    cache: <T>({ load }: { load: () => Promise<T> }) => load(),
    clock,
  };
  const { columns } = await listItems(deps);
  expect([columns.id, new Set(Object.values(columns).map(({ length }) => length))]).toEqual([
    [0, 1, 2, 3, 5, 6, 7, 8, 9],
    new Set([9]),
  ]);
  const gone = (await listUnlisted(deps)).columns;
  expect([gone.id, gone.name, gone.members]).toEqual([[4], ["Item 4"], [expect.any(Boolean)]]);
  expect((await searchItems(deps, { query: "item 4", limit: 10 })).hits).toEqual([]);
  expect((await searchItems(deps, { query: "item", limit: 9 })).hits).toHaveLength(9);
  expect((await readCatalogue(database.db.orm)).map(({ id }) => id)).not.toContain(4);
  expect(await getItem(deps, { id: 4 })).toMatchObject({ name: "Item 4", listed: false });
  const { listed, related } = await getItem(deps, { id: 3 });
  expect(listed).toBe(true);
  // The names differ in a number at the end, as those of variants do.
  expect(related.map(({ id }) => id)).toEqual([0, 1, 2, 5, 6, 7, 8, 9]);
  expect(related[0]).toMatchObject({ name: "Item 0" });
});

test("refuses an invalid item and stores the others", async () => {
  const result = await ingest([...catalogue(10), item(11, { name: "a\0b" }), item(12, { value: -1 })]);
  expect(result).toMatchObject({ rows: 10, refused: { "no name": 1, "not an amount": 1 } });
});

test("ignores an incomplete catalogue", async () => {
  await ingest(catalogue(100));
  const result = await ingest(catalogue(69).map((each) => ({ ...each, name: "Changed" })));
  expect(result).toMatchObject({ used: false, changed: 0 });
  expect(await stored(5)).toMatchObject([{ name: "Item 5" }]);
  const [state] = await database.db.sql`select problem from feed_endpoints where endpoint = 'mapping'`;
  expect(state).toEqual({
    problem: "The newest answer held 69 of the usual 100 items, so it was set aside.",
  });
});
