import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { recordPoll } from "#features/feed/record-poll.ts";
import { importFile } from "#features/history/transfer/import-file.ts";
import { ingestMapping } from "#features/market/ingest/ingest-mapping.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { createTestClock } from "../../support/servers/feed.ts";

let database: TestDatabase;
let dir: string;
const clock = createTestClock();

beforeAll(async () => {
  database = await createTestDatabase();
  dir = await mkdtemp(join(tmpdir(), "ge-metrics-over-feed-"));
});
afterAll(async () => {
  await database?.drop();
  await rm(dir, { recursive: true, force: true });
});
beforeEach(() => database.db.sql`truncate items, feed_endpoints, price_buckets, item_price_history`);

const item = (id: number, change: Record<string, unknown> = {}) => ({
  id,
  name: `Item ${id}`,
  examine: "An item.",
  members: true,
  icon: "",
  limit: 70,
  ...change,
});

async function run(name: string, content: unknown) {
  const path = join(dir, name);
  await writeFile(path, JSON.stringify(content));
  const input = { path, signal: new AbortController().signal, onProgress: () => undefined };
  return importFile({ sql: database.db.sql, clock }, input);
}
const etags = async () => {
  const rows = await database.db.sql<{ endpoint: string; etag: string | null }[]>`
    select endpoint, etag from feed_endpoints order by 1`;
  return Object.fromEntries(rows.map(({ endpoint, etag }) => [endpoint, etag]));
};

test("an old /mapping adds the items that are missing, and renames none", async () => {
  await ingestMapping({ sql: database.db.sql, clock }, { body: [item(1), item(2)], etag: '"now"' });
  const old = [item(1, { name: "Its old name", limit: 5 }), item(3)];
  expect((await run("old.json", old)).counts).toMatchObject({ read: 2, stored: 1, unchanged: 1 });
  const items = await database.db.sql`select id, name, buy_limit::int as "limit" from items order by id`;
  expect([...items]).toEqual([1, 2, 3].map((id) => ({ id, name: `Item ${id}`, limit: 70 })));
});

test("the feed is asked for the whole again after an import changed its data, and only then", async () => {
  for (const endpoint of ["mapping", "latest", "5m", "1h"] as const)
    await recordPoll(database.db.sql, endpoint, clock.now(), { ok: true, etag: '"kept"' });
  await ingestMapping({ sql: database.db.sql, clock }, { body: [item(1)], etag: '"kept"' });
  const kept = { mapping: '"kept"', latest: '"kept"', "5m": '"kept"', "1h": '"kept"' };

  await run("same.json", [item(1)]);
  expect(await etags()).toEqual(kept);
  await run("more.json", [item(1), item(2)]);
  expect(await etags()).toEqual({ ...kept, mapping: null });

  const side = { avgHighPrice: 9, highPriceVolume: 1, avgLowPrice: null, lowPriceVolume: 0 };
  const bucket = { data: { "1": side }, timestamp: Date.parse("2026-09-21T12:00:00Z") / 1_000 };
  await run("one-5m.json", bucket);
  expect(await etags()).toEqual({ ...kept, mapping: null, "5m": null });
  await recordPoll(database.db.sql, "5m", clock.now(), { ok: true, etag: '"kept"' });
  await run("one-5m.json", bucket);
  expect(await etags()).toEqual({ ...kept, mapping: null });
});
