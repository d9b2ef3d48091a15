import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { itemList } from "#features/market/contract.ts";
import { ingestLatest } from "#features/market/ingest/ingest-latest.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { MARKET_NOW, seedMarket } from "../../support/market/market.ts";
import { createListClient } from "../../support/market/list-client.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { startTestWeb } from "../../support/servers/web.ts";
import type { TestWeb } from "../../support/servers/web.ts";

const RUNE = 561;
const TABLES = ["latest_prices", "market_state", "feed_endpoints"] as const;
let nowMs = MARKET_NOW.getTime();
const clock = { now: () => new Date(nowMs) };
let database: TestDatabase;
let web: TestWeb;

beforeAll(async () => {
  database = await createTestDatabase();
  await seedMarket(database.db);
  web = await startTestWeb({ databaseUrl: database.url, redis: sharedRedis(), clock });
});
afterAll(async () => {
  await web?.close();
  await database?.drop();
});

/** A tick in which the rune costs `high`. */
async function ingest(high: number): Promise<void> {
  nowMs += 60_000;
  const atS = Math.floor(nowMs / 1_000) - 1;
  const price = (gp: number) => ({ high: gp, highTime: atS, low: 1, lowTime: atS });
  const data = { [RUNE]: price(high), 4151: price(1_700_000), 554: price(6), 1050: price(95_000_000) };
  await ingestLatest({ sql: database.db.sql, clock }, { body: { data }, etag: null });
}

/** What a browser gets that has the answer with this ETag. */
async function shown(etag = "") {
  const response = await fetch(`${web.url}/trpc/items.getAll`, { headers: { "if-none-match": etag } });
  const head = { status: response.status, etag: response.headers.get("etag") ?? "" };
  if (response.status !== 200) return { ...head, version: null, high: null };
  const body = (await response.json()) as { result: { data: unknown } };
  const { version, columns } = itemList.parse(body.result.data);
  return { ...head, version, high: columns.high[columns.id.indexOf(RUNE)] };
}

/** The first answer of another version. */
const changed = (version: number | null) =>
  vi.waitFor(
    async () => {
      nowMs += 2_500;
      const seen = await shown();
      expect(seen.version).not.toBe(version);
      return seen;
    },
    { timeout: 10_000 },
  );

/** A page that holds a list brings it up to date: it shows what a new page shows. */
async function expectFollowed(client: ReturnType<typeof createListClient>): Promise<void> {
  // Past every freshness, so that no answer is the copy of an older one.
  nowMs += 30_000;
  const { state } = await client.follow();
  expect(state).toEqual((await createListClient(web).follow()).state);
}

test("after a restore no copy of a lost state is served as a new one, and browsers get whole answers", async () => {
  const { sql } = database.db;
  const first = await shown();
  const page = createListClient(web);
  await expectFollowed(page);
  await ingest(200);
  const kept = await changed(first.version);
  expect(kept.high).toBe(200);
  // A backup by any tool: the tables as they are.
  for (const table of TABLES) await sql`create table ${sql(`kept_${table}`)} as table ${sql(table)}`;
  await ingest(300);
  const lost = await changed(kept.version);
  expect(lost.high).toBe(300);
  await expectFollowed(page);

  await sql.begin(async (tx) => {
    for (const table of TABLES) {
      await tx`delete from ${tx(table)}`;
      await tx`insert into ${tx(table)} table ${tx(`kept_${table}`)}`;
    }
  });
  expect(await changed(lost.version)).toMatchObject({ version: kept.version, high: 200 });
  expect(await shown(lost.etag)).toMatchObject({ status: 200, high: 200 });
  // Two pages of the lost state: one follows now, the other only after the next tick.
  const late = page.copy();
  await expectFollowed(page);

  await ingest(400);
  const next = await changed(kept.version);
  expect(next.high).toBe(400);
  expect(next.version).toBeGreaterThan(lost.version ?? 0);
  expect(await shown(lost.etag)).toMatchObject({ status: 200, high: 400 });
  await expectFollowed(late);
  await expectFollowed(page);
});
