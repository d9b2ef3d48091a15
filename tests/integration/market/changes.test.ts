import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { itemList } from "#features/market/contract.ts";
import { deriveItemColumns } from "#features/market/rules/tick/derive-item-columns.ts";
import type { StoredMarket } from "#features/market/rules/tick/changes.ts";
import { ingestLatest } from "#features/market/ingest/ingest-latest.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { createListClient } from "../../support/market/list-client.ts";
import { MARKET_NOW, seedMarket } from "../../support/market/market.ts";
import { sharedRedis, startOwnRedis } from "../../support/servers/redis.ts";
import type { TestRedis } from "../../support/servers/redis.ts";
import { startTestWeb } from "../../support/servers/web.ts";
import type { TestWeb } from "../../support/servers/web.ts";

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
// Each test begins past every freshness.
beforeEach(() => void (nowMs += 60_000));

async function startAnother(redis: TestRedis = sharedRedis()): Promise<TestWeb> {
  const another = await startTestWeb({ databaseUrl: database.url, redis, clock });
  onTestFinished(another.close);
  return another;
}

/** A tick in which the rune costs `high`. Afterwards every process reads the new version. */
async function ingest(high: number): Promise<void> {
  nowMs += 60_000;
  const atS = Math.floor(nowMs / 1_000) - 1;
  const price = (gp: number) => ({ high: gp, highTime: atS, low: 1, lowTime: atS });
  const data = { 561: price(high), 4151: price(1_700_000), 554: price(6), 1050: price(95_000_000) };
  await ingestLatest({ sql: database.db.sql, clock }, { body: { data }, etag: null });
  nowMs += 30_000;
}

/** What `items.getAll` answers where the page's state is compared with it. */
async function expectSameAsList(state: StoredMarket, at: TestWeb = web): Promise<void> {
  const body = (await (await at.query("items.getAll")).json()) as { result: { data: unknown } };
  const { version, columns } = itemList.parse(body.result.data);
  expect(state.version).toBe(version);
  expect(deriveItemColumns(state.columns, nowMs)).toEqual(columns);
}

describe("items.getChanges", () => {
  it("answers all columns that move, then what changed, to the values of items.getAll", async () => {
    const page = createListClient(web);
    const first = await page.follow();
    expect(first.answer.since).toBeNull();
    await expectSameAsList(first.state);

    await ingest(120);
    const second = await page.follow();
    const { changed } = second.answer as { changed?: Record<string, { steps: number[] }> };
    // The whip, both runes and the hat; the unmapped id did not trade. No name, limit or average again.
    expect(Object.keys(changed ?? {}).toSorted()).toEqual(
      ["change24h", "high", "highTime", "low", "lowTime"].filter((field) => field in (changed ?? {})),
    );
    expect(changed?.["highTime"]?.steps).toEqual([1, 1, 1, 1]);
    await expectSameAsList(second.state);

    await ingest(121);
    const third = await page.follow();
    expect(third.answer).toMatchObject({ since: second.state.version, changed: { high: { values: [121] } } });
    await expectSameAsList(third.state);
  });

  it("answers everything where the catalogue changed: a limit, an item that is no longer listed", async () => {
    const page = createListClient(web);
    const { state } = await page.follow();
    const { sql } = database.db;
    for (const change of [
      sql`update items set buy_limit = 12 where id = 1050`,
      sql`update items set unlisted_at = now() where id = 1050`,
      sql`update items set unlisted_at = null, buy_limit = 5 where id = 1050`,
    ]) {
      await change;
      await ingest(120 + (nowMs % 7_919));
      const next = await page.follow();
      expect(next.answer.since).toBeNull();
      await expectSameAsList(next.state);
    }
    expect((await page.follow()).state.catalogue).toBe(state.catalogue);
  });

  it("gives every invented version one answer, kept once", async () => {
    const ask = async (since: number | null) =>
      (await web.query("items.getChanges", { since })).headers.get("etag");
    const lookups = async () => {
      const found = /ge_cache_lookups_total\{layer="bytes",result="miss",process="web"\} (\d+)/.exec(
        await web.metrics(),
      );
      return Number(found?.[1]);
    };
    const whole = await ask(null);
    const before = await lookups();
    for (let at = 1; at <= 20; at++) expect(await ask(at * 1_000_003)).toBe(whole);
    expect(await ask(Number.MAX_SAFE_INTEGER)).toBe(whole);
    const batch = encodeURIComponent(JSON.stringify({ 0: { since: 5 }, 1: { since: 6 } }));
    const both = await web.query(`items.getChanges,items.getChanges?batch=1&input=${batch}`);
    expect(both.status).toBe(200);
    // The batch is one entry more.
    expect(await lookups()).toBe(before + 1);
  });
});

describe("several web processes", () => {
  it("answer changes since a version that only another one has read", async () => {
    const other = await startAnother();
    const page = createListClient(web);
    await page.follow();
    for (const [turn, at] of [other, web, other, web].entries()) {
      await ingest(200 + turn);
      const { answer, state } = await page.follow(at);
      expect(answer).toMatchObject({ changed: { high: { values: [200 + turn] } } });
      await expectSameAsList(state, at);
    }
  });

  it("know only their own versions without Redis, and answer everything else whole", async () => {
    const redis = await startOwnRedis();
    onTestFinished(redis.close);
    const [one, other] = [await startAnother(redis), await startAnother(redis)];
    await redis.stop();
    const page = createListClient(one);
    await page.follow();
    await ingest(300);
    expect((await page.follow(one)).answer.since).not.toBeNull();
    await ingest(301);
    const crossed = await page.follow(other);
    expect(crossed.answer.since).toBeNull();
    await expectSameAsList(crossed.state, other);
  });

  it("answer the catalogue of a version that another one has, while they know an older one", async () => {
    const other = await startAnother();
    await other.query("items.getChanges", { since: null });
    await database.db.sql`update items set buy_limit = 13 where id = 1050`;
    await ingest(310);
    const response = await web.query("items.getChanges", { since: null });
    const { result } = (await response.json()) as { result: { data: { catalogue: string } } };
    // As far as this process knows, nothing has changed: its version is read again only after a second.
    nowMs -= 90_000;
    expect((await other.query("items.getCatalogue", { version: result.data.catalogue })).status).toBe(200);
  });
});

describe("items.getCatalogue", () => {
  it("is kept by browsers, as its version names one answer for ever; an invented one is not found", async () => {
    const { answer } = await createListClient(web).follow();
    const found = await web.query("items.getCatalogue", { version: answer.catalogue });
    expect(found.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    const missing = await web.query("items.getCatalogue", { version: "invented" });
    expect([missing.status, missing.headers.get("cache-control")]).toEqual([404, "no-store"]);
  });
});

it("a version names the state that was read, even if a tick came after the version", async () => {
  const late = await startAnother();
  // It knows the version for a second, and reads the items only after the tick.
  await late.query("items.getStatus");
  await ingest(400);
  nowMs -= 90_000;
  const answer = await createListClient(late).follow();
  nowMs += 90_000;
  expect(answer.state.columns.high[answer.state.columns.id.indexOf(561)]).toBe(400);
  expect(answer.state.version).toBe((await createListClient(web).follow()).state.version);
});
