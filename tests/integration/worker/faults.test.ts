import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { historyJobs } from "#features/history/jobs.ts";
import { getMarketStatus } from "#features/market/get-status.ts";
import { marketJobs } from "#features/market/jobs.ts";
import { sleep } from "#platform/sleep.ts";
import type { UpstreamOptions } from "#platform/upstream.ts";
import type { FeedFault } from "#simulators/feed/faults.ts";
import type { FeedSimulator } from "#simulators/feed/server.ts";
import { createTestDatabase } from "../../support/database.ts";
import type { TestDatabase } from "../../support/database.ts";
import {
  createTestClock,
  FEED_NOW,
  IMPATIENT,
  neverStopped,
  openTestUpstream,
  silentLog,
  startTestFeed,
} from "../../support/feed.ts";
import type { TestClock } from "../../support/feed.ts";

/** Every fault of the feed: what is stored, what is refused, what the page is told, and that it heals. */
let feed: FeedSimulator;
let database: TestDatabase;
let run: (job: string, opts?: { impatient: boolean }) => Promise<number>;
const clock: TestClock = createTestClock();

beforeAll(async () => {
  feed = await startTestFeed(clock);
});
afterAll(() => feed.close());
beforeEach(async () => {
  clock.set(FEED_NOW);
  database = await createTestDatabase();
  const jobsWith = (opts: Partial<UpstreamOptions>) => {
    const upstream = openTestUpstream(feed.url, clock, opts);
    const deps = { sql: database.db.sql, clock, sleep, log: silentLog, backfillPaceMs: 0, upstream };
    return [...marketJobs(deps), ...historyJobs(deps)];
  };
  const patient = jobsWith({});
  const impatient = jobsWith({ limits: IMPATIENT });
  run = async (name, opts) => {
    const job = (opts?.impatient ? impatient : patient).find((each) => each.name === name);
    if (job === undefined) throw new Error(`no job ${name}`);
    return job.run(neverStopped);
  };
  // A market as it stands after three good minutes and a few buckets.
  await run("mapping");
  await run("latest");
  for (let bucket = 0; bucket < 4; bucket++) {
    clock.advanceMs(300_000);
    await run("5m");
  }
  await run("latest");
});
afterEach(async () => {
  feed.clearFaults();
  await database.drop();
});

const nextBucket = () => clock.advanceMs(300_000);
const snapshot = async () => {
  const { sql } = database.db;
  const [prices, history, buckets, catalogue] = await Promise.all([
    sql`select * from latest_prices order by item_id`,
    sql`select * from item_price_history order by item_id, bucket_at`,
    sql`select step_s, bucket_at from price_buckets where status = 'stored' order by 1, 2`,
    sql`select * from items order by id`,
  ]);
  return { prices, history, buckets, catalogue };
};
const endpoint = async (name: string) => {
  const [state] = await database.db.sql<
    { problem: string | null; failures: number; refused: Record<string, number> }[]
  >`
    select problem, failures, refused from feed_endpoints where endpoint = ${name}`;
  if (state === undefined) throw new Error(`${name} was never polled`);
  return state;
};
const status = () =>
  getMarketStatus({ db: database.db.orm, clock, cache: (entry) => entry.load(), feedUrl: null });

const BROKEN: [string, FeedFault, RegExp][] = [
  ["a 500", { kind: "status", status: 500 }, /has an error of its own \(500\)/],
  ["a 429", { kind: "status", status: 429, retryAfterS: 5 }, /asks us to slow down/],
  ["a hang", { kind: "hang" }, /took too long to answer/],
  ["a slow trickle", { kind: "trickle", bytesPerS: 200 }, /took too long to answer/],
  ["an HTML page with 200", { kind: "html" }, /sent a page instead of data/],
  ["truncated JSON", { kind: "truncated" }, /breaks off or cannot be read/],
  ["half of the items missing", { kind: "missing-items", share: 0.5 }, /held \d+ of the usual \d+ items/],
];

describe.each(BROKEN)("%s", (_name, fault, words) => {
  test.each(["latest", "5m", "mapping"] as const)(
    "of /%s changes nothing, is told in words, and is over when the feed heals",
    async (name) => {
      const before = await snapshot();
      nextBucket();
      // The catalogue of the test feed never changes: without its etag it is sent, and spoilt, all the same.
      await database.db.sql`update feed_endpoints set etag = null where endpoint = 'mapping'`;
      feed.setFault(name, fault);
      await run(name, { impatient: fault.kind === "hang" || fault.kind === "trickle" });
      expect(await snapshot()).toEqual(before);
      expect(await endpoint(name)).toMatchObject({ problem: expect.stringMatching(words), failures: 1 });

      feed.clearFaults();
      clock.advanceMs(60_000);
      await run(name);
      expect(await endpoint(name)).toMatchObject({ problem: null, failures: 0 });
      if (name !== "mapping") expect(await snapshot()).not.toEqual(before);
    },
  );
});

test("the page keeps the last good prices and says why they are not newer", async () => {
  feed.setFault("latest", { kind: "status", status: 500 });
  nextBucket();
  await run("latest");
  expect(await status()).toMatchObject({
    state: "stale",
    problem: "The price feed has an error of its own (500).",
  });
  feed.clearFaults();
  await run("latest");
  expect(await status()).toMatchObject({ state: "live", problem: null });
});

test("64-bit numbers cost the rows that hold them, and no others", async () => {
  const { prices } = await snapshot();
  nextBucket();
  for (const name of ["latest", "5m", "mapping"] as const) feed.setFault(name, { kind: "huge-numbers" });
  await run("latest");
  await run("5m");
  await run("mapping");
  const latest = await endpoint("latest");
  expect(latest.problem).toBeNull();
  expect(latest.refused["not a price"]).toBeGreaterThan(prices.length / 30);
  expect(Object.keys((await endpoint("5m")).refused).toSorted()).toEqual(["not a price", "not a volume"]);
  expect((await endpoint("mapping")).refused["not an amount"]).toBeGreaterThan(0);

  const [largest] = await database.db.sql<{ high: string; units: string }[]>`
    select (select max(high) from latest_prices) as high, (select max(high_volume) from item_price_history) as units`;
  expect(Number(largest?.high)).toBeLessThan(2 ** 40);
  expect(Number(largest?.units)).toBeLessThan(2 ** 40);
  expect((await snapshot()).prices).toHaveLength(prices.length);
});

test("a bucket that is answered again and again is stored once, and asked for until the next one comes", async () => {
  const before = await snapshot();
  feed.setFault("5m", { kind: "duplicate-bucket" });
  nextBucket();
  expect(await run("5m")).toBeLessThanOrEqual(60_000);
  expect(await run("5m")).toBeLessThanOrEqual(60_000);
  expect(await snapshot()).toEqual(before);
  feed.clearFaults();
  await run("5m");
  expect((await snapshot()).buckets).toHaveLength(before.buckets.length + 1);
});

test("a late bucket is fetched when it comes, and old prices replace no newer ones", async () => {
  const before = await snapshot();
  feed.setFault("5m", { kind: "late-bucket", delayS: 600 });
  feed.setFault("latest", { kind: "late-bucket", delayS: 600 });
  await run("latest");
  await run("5m");
  expect(await snapshot()).toEqual(before);
  nextBucket();
  nextBucket();
  nextBucket();
  await run("5m");
  expect((await snapshot()).buckets.length).toBeGreaterThan(before.buckets.length);
});

test("a feed that asks for a long pause is left alone until it is over", async () => {
  feed.setFault("latest", { kind: "status", status: 429, retryAfterS: 120, times: 1 });
  clock.advanceMs(60_000);
  expect(await run("latest")).toBeGreaterThanOrEqual(119_000);
  const asked = feed.requests("latest").count;
  await run("latest");
  expect(feed.requests("latest").count).toBe(asked);
  clock.advanceMs(121_000);
  await run("latest");
  expect(await endpoint("latest")).toMatchObject({ problem: null });
});

test("an answer that has not changed is not sent again", async () => {
  const before = await snapshot();
  await run("latest");
  await run("5m");
  await run("mapping");
  expect(await snapshot()).toEqual(before);
  expect(feed.requests("5m").lastHeaders).toHaveProperty("if-none-match");
  expect(await endpoint("latest")).toMatchObject({ problem: null });
});

test("each endpoint is asked as often as it deserves", async () => {
  expect(await run("latest")).toBe(60_000);
  expect(await run("mapping")).toBe(24 * 3_600_000);
  // 12:50:30, and the bucket of 12:45 is published at 12:51.
  expect(await run("5m")).toBe(15_000);
  clock.advanceMs(60_000);
  // Stored; the next one closes at 12:55.
  expect(await run("5m")).toBe(220_000);
  feed.setFault("mapping", { kind: "huge-numbers" });
  expect(await run("mapping")).toBe(3_600_000);
});
