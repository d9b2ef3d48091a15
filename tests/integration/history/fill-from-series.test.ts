import { afterEach, beforeEach, expect, test } from "vitest";
import { createSeriesFill } from "#features/history/backfill/fill-from-series.ts";
import { ingestBucket } from "#features/history/ingest/ingest-bucket.ts";
import { historyJobs } from "#features/history/jobs.ts";
import { readBucketsOn } from "#features/history/read/read-buckets.ts";
import { recordAttempt, MAX_ATTEMPTS } from "#features/history/backfill/track-gaps.ts";
import { sleep } from "#platform/sleep.ts";
import type { FeedSimulator } from "#simulators/feed/server.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import {
  createTestClock,
  neverAborted,
  openTestUpstream,
  silentLog,
  startTestFeed,
} from "../../support/servers/feed.ts";
import type { TestClock } from "../../support/servers/feed.ts";
import { noteWindow } from "../../support/market/history.ts";

/** The newest 5m bucket that is wanted at the clock's time. */
const NEWEST = Date.parse("2026-09-21T12:20:00Z");
let database: TestDatabase;
let clock: TestClock;
let feed: FeedSimulator;

beforeEach(async () => {
  clock = createTestClock();
  [database, feed] = await Promise.all([createTestDatabase(), startTestFeed(clock, { itemLimit: 120 })]);
});
afterEach(async () => {
  await feed.close();
  await database.drop();
});

const deps = () => ({ sql: database.db.sql, clock });
const patient = () =>
  openTestUpstream(feed.url, clock, {
    breaker: { failures: 1_000, pauseMs: 1 },
    limits: { answerTimeoutMs: 5_000, totalTimeoutMs: 5_000 },
  });
const gapsOf = () => database.db.sql`select 1 from price_gaps where step_s = 3600`;

/** Takes the hours beside one from the feed. */
async function storeAround(hour: number): Promise<void> {
  for (const offset of [-3, -2, -1, 1]) {
    const atMs = hour + offset * 3_600_000;
    const answer = await patient().get(`/1h?timestamp=${atMs / 1_000}`, { signal: neverAborted });
    if (answer.kind !== "fresh") throw new Error("no answer");
    await ingestBucket(deps(), { step: "1h", bucketAtMs: atMs }, answer.body);
  }
}

test("which items to ask is found once for a set of gaps, not at each request", async () => {
  const hour = Date.parse("2026-09-21T09:00:00Z");
  await storeAround(hour);
  for (let tries = 0; tries < 2; tries++) {
    await recordAttempt(deps(), { step: "1h", bucketAtMs: hour }, { problem: "too thin", isAnswered: true });
  }
  const fill = createSeriesFill({ ...deps(), upstream: patient() });
  expect((await fill(neverAborted)).state).toBe("asked");
  await database.db.sql`delete from item_price_history`;
  expect((await fill(neverAborted)).state).toBe("asked");
  expect((await createSeriesFill({ ...deps(), upstream: patient() })(neverAborted)).state).toBe("finished");
});

test("the backfill does not give up what is being put together from the items' series", async () => {
  const hour = Date.parse("2026-09-21T09:00:00Z");
  await storeAround(hour);
  const [beside] = await database.db.sql<
    { items: number }[]
  >`select min(item_count) as items from price_buckets`;
  await noteWindow(database.db.sql, clock.now(), beside?.items);
  await database.db.sql`delete from price_buckets where step_s = 3600 and bucket_at = ${new Date(hour)}`;
  feed.setFault("1h", { kind: "missing-items", share: 0.6 });
  const jobs = historyJobs({ ...deps(), sleep, log: silentLog, backfillPaceMs: 0, upstream: patient() });
  const run = (name: string) => jobs.find((job) => job.name === name)?.run(neverAborted);
  /** As if the time to ask for it again had come. */
  const backfill = async () => {
    await run("backfill");
    await database.db.sql`update price_gaps set tried_at = tried_at - interval '1 day'`;
    await database.db.sql`
      update price_buckets set received_at = received_at - interval '1 day' where status = 'quarantined'`;
  };
  const gap = async () => {
    const [row] = await database.db.sql<{ attempts: number; unfillable: boolean }[]>`
      select attempts, unfillable from price_gaps where step_s = 3600 and bucket_at = ${new Date(hour)}`;
    return row ?? null;
  };
  await backfill();
  await backfill();
  for (let turn = 0; turn < MAX_ATTEMPTS; turn++) {
    await run("series");
    await backfill();
  }
  expect(await gap()).toEqual({ attempts: 2 + MAX_ATTEMPTS, unfillable: false });
  for (let turn = 0; turn < 200 && (await gap())?.unfillable === false; turn++) await run("series");
  expect(await gap()).toBeNull();
  const [known] = await database.db.sql`
    select status from price_buckets where step_s = 3600 and bucket_at = ${new Date(hour)}`;
  expect(known).toEqual({ status: "stored" });

  // Where the series end before it, nobody else will.
  await recordAttempt(deps(), { step: "5m", bucketAtMs: NEWEST }, { problem: "too thin", isAnswered: true });
  await database.db.sql`update price_gaps set series_item_id = 2, attempts = ${MAX_ATTEMPTS}`;
  clock.advanceMs(2 * 86_400_000);
  await recordAttempt(deps(), { step: "5m", bucketAtMs: NEWEST }, { problem: "too thin", isAnswered: true });
  const [left] = await database.db.sql`select unfillable from price_gaps where step_s = 300`;
  expect(left).toEqual({ unfillable: true });
}, 60_000);

test("what no bucket answer holds is put together from the items' series, and goes on after a stop", async () => {
  const upstream = patient();
  const hour = Date.parse("2026-09-21T09:00:00Z");
  await storeAround(hour);
  const gap = { step: "1h", bucketAtMs: hour } as const;
  for (let tries = 0; tries < 2; tries++) {
    await recordAttempt(deps(), gap, { problem: "too thin", isAnswered: true });
  }
  const fillSeries = createSeriesFill({ ...deps(), upstream });
  const fill = () => fillSeries(neverAborted);
  expect((await fill()).state).toBe("asked");
  expect((await fill()).state).toBe("asked");
  feed.setFault("timeseries", { kind: "status", status: 500, times: 1 });
  expect((await fill()).state).toBe("failed");
  let state = "asked";
  while (state === "asked") ({ state } = await fill());
  expect(state).toBe("finished");
  // Each item once, but for the one that failed.
  const { urls } = feed.requests("timeseries");
  expect(urls.length).toBe(new Set(urls).size + 1);

  const [known] = await database.db.sql`
    select status from price_buckets where step_s = 3600 and bucket_at = ${new Date(hour)}`;
  expect(known).toEqual({ status: "stored" });
  const answer = await upstream.get(`/1h?timestamp=${hour / 1_000}`, { signal: neverAborted });
  if (answer.kind !== "fresh") throw new Error("no answer");
  const { data } = answer.body as { data: Record<string, { highPriceVolume: number }> };
  const [bucket] = await readBucketsOn(database.db.sql, {
    step: "1h",
    fromMs: hour,
    toMs: hour + 3_600_000,
  });
  for (const row of bucket?.rows ?? []) expect(row.highVolume).toBe(data[row.itemId]?.highPriceVolume);
  expect(bucket?.rows.length).toBeGreaterThan(0.7 * Object.keys(data).length);
  expect(await gapsOf()).toEqual([]);
  expect((await fill()).state).toBe("idle");
}, 60_000);

test("a round ends though a new gap arrives at each request, and no step waits for another's new gaps", async () => {
  const hour = Date.parse("2026-09-21T09:00:00Z");
  await storeAround(hour);
  const { sql } = database.db;
  await sql`delete from price_gaps`;
  /** A gap that two answers did not fill, found in the given order. */
  const insertGap = (stepS: number, atMs: number, found: number) => sql`
    insert into price_gaps (step_s, bucket_at, found_at, attempts, tried_at)
    values (${stepS}, ${new Date(atMs)}, ${new Date(hour + found)}, 2, ${clock.now()})`;
  await insertGap(3_600, hour, 0);
  await insertGap(86_400, Date.parse("2026-09-20T00:00:00Z"), 1);
  const isOpen = async (stepS: number, atMs: number) =>
    (
      await sql`select 1 from price_gaps where step_s = ${stepS} and bucket_at = ${new Date(atMs)} and not unfillable`
    ).length > 0;
  const [known] = await sql<
    { items: number }[]
  >`select count(distinct item_id)::int as items from item_price_history`;
  const items = known?.items ?? 0;
  expect(items).toBeGreaterThan(20);

  const fill = createSeriesFill({ ...deps(), upstream: patient() });
  let requests = 0;
  while ((await isOpen(3_600, hour)) || (await isOpen(86_400, Date.parse("2026-09-20T00:00:00Z")))) {
    await fill(neverAborted);
    requests += 1;
    // The hours ask each item once and close; of days nothing is stored, so that no item is asked.
    expect(requests).toBeLessThanOrEqual(items + 2);
    await insertGap(3_600, hour - (10 + requests) * 3_600_000, 1 + requests);
  }
  const { urls } = feed.requests("timeseries");
  expect(urls.filter((url) => url.includes("timestep=1h")).length).toBe(items);
}, 60_000);
