import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { backfillGaps } from "#features/history/backfill/backfill-gaps.ts";
import { stepMs } from "#features/history/rules/bucket.ts";
import { findGaps } from "#features/history/backfill/find-gaps.ts";
import { findSealable } from "#features/history/store/find-sealable.ts";
import { readGaps } from "#features/history/read/read-gaps.ts";
import { storeBucket } from "#features/history/store/store-bucket.ts";
import { recordAttempt, trackGaps, MAX_ATTEMPTS } from "#features/history/backfill/track-gaps.ts";
import { sleep } from "#platform/sleep.ts";
import type { FeedSimulator } from "#simulators/feed/server.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import {
  createTestClock,
  FEED_NOW,
  neverAborted,
  openTestUpstream,
  startTestFeed,
} from "../../support/servers/feed.ts";
import type { TestClock } from "../../support/servers/feed.ts";
import { noteWindow, someBuckets } from "../../support/market/history.ts";

const FIVE_MS = 300_000;
const NOW = FEED_NOW.getTime();
/** The newest bucket that a tracker expects at 12:30:30: closed and published. */
const NEWEST = Date.parse("2026-09-21T12:20:00Z");
const NEWEST_HOUR = Date.parse("2026-09-21T11:00:00Z");
let database: TestDatabase;
let clock: TestClock;

beforeEach(async () => {
  clock = createTestClock();
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const deps = () => ({ sql: database.db.sql, clock });
const store = (bucketAtMs: number, count = 1) =>
  Promise.all(
    someBuckets("5m", bucketAtMs, count).map((bucket) =>
      storeBucket(deps(), { step: "5m", bucket, refusedCount: 0 }),
    ),
  );
const gapsOf = async (step: "5m" | "1h" | "24h") => {
  const rows = await database.db.sql<{ at: Date }[]>`
    select bucket_at as at from price_gaps where step_s = ${stepMs(step) / 1_000} order by 1`;
  return rows.map(({ at }) => at.getTime());
};
const shown = (fromMs: number, toMs: number, nowMs = NOW) =>
  readGaps({ dbRead: database.db.orm }, { step: "5m", fromMs, toMs, nowMs });

describe("the gap job", () => {
  test("notes what a first start lacks, once, and what came is no gap", async () => {
    await store(NEWEST - 2 * FIVE_MS, 3);
    expect(await trackGaps(deps(), { whole: true })).toEqual({ found: 285 + 360 + 365 });
    expect(await trackGaps(deps(), { whole: true })).toEqual({ found: 0 });
    expect(await gapsOf("5m")).not.toContain(NEWEST);
    await store(NEWEST - 3 * FIVE_MS);
    expect(await gapsOf("5m")).toHaveLength(284);
  });

  test("finds what is missing between the first bucket on record and the window", async () => {
    await store(NEWEST - 10 * 86_400_000);
    await trackGaps(deps(), { whole: false });
    expect((await gapsOf("5m")).at(0)).toBeGreaterThan(NOW - 4 * 86_400_000);
    await trackGaps(deps(), { whole: true });
    expect((await gapsOf("5m")).at(0)).toBe(NEWEST - 10 * 86_400_000 + FIVE_MS);
    expect((await findGaps(deps())).wanted.length).toBeGreaterThan(288 + 360 + 365);
  });
});

describe("a row of long ago", () => {
  const insertOld = (stepS: number, at: string) => database.db.sql`
    insert into price_buckets (step_s, bucket_at, status, item_count, received_at)
    values (${stepS}, ${new Date(at)}, 'stored', 80, now())`;

  test("is followed by gaps from when the Grand Exchange opened, and not before", async () => {
    await insertOld(86_400, "1970-01-01");
    await trackGaps(deps(), { whole: true });
    expect((await gapsOf("24h"))[0]).toBe(Date.parse("2015-02-26T00:00:00Z"));
  });

  test("is followed by years of gaps that no single statement records", async () => {
    const { sql } = database.db;
    await sql.unsafe(`
      create table recorded (gaps int);
      create function note_gaps() returns trigger language plpgsql as
        'begin insert into recorded select count(*) from added; return null; end';
      create trigger note_gaps after insert on price_gaps referencing new table as added
        for each statement execute function note_gaps()`);
    await insertOld(3_600, "2023-09-21");
    await trackGaps(deps(), { whole: true });
    const [most] = await sql`select max(gaps) as gaps from recorded`;
    expect(most).toEqual({ gaps: 10_000 });
    const hours = (NEWEST_HOUR - Date.parse("2023-09-21T00:00:00Z")) / 3_600_000;
    expect(await gapsOf("1h")).toHaveLength(hours);
  });
});

describe("what a chart is told", () => {
  test("are the stretches between buckets, and none before the record begins", async () => {
    await store(NEWEST - 20 * FIVE_MS, 21);
    await database.db.sql`delete from price_buckets
      where bucket_at in (${new Date(NEWEST - 9 * FIVE_MS)}, ${new Date(NEWEST - 8 * FIVE_MS)}, ${new Date(NEWEST - 5 * FIVE_MS)})`;
    await trackGaps(deps(), { whole: true });
    await database.db.sql`delete from price_gaps where bucket_at < ${new Date(NEWEST - 20 * FIVE_MS)}`;
    expect(await shown(NEWEST - 30 * FIVE_MS, NOW)).toEqual([
      [NEWEST - 9 * FIVE_MS, NEWEST - 7 * FIVE_MS],
      [NEWEST - 5 * FIVE_MS, NEWEST - 4 * FIVE_MS],
    ]);
    expect(await shown(NEWEST - 8 * FIVE_MS, NEWEST - 7 * FIVE_MS)).toEqual([
      [NEWEST - 8 * FIVE_MS, NEWEST - 7 * FIVE_MS],
    ]);
  });

  test("includes a bucket that was set aside", async () => {
    await store(NEWEST - 20 * FIVE_MS, 20);
    const thin = { bucketAtMs: NEWEST, rows: someBuckets("5m", NEWEST, 1)[0]?.rows.slice(0, 3) ?? [] };
    expect(await storeBucket(deps(), { step: "5m", bucket: thin, refusedCount: 0 })).toMatchObject({
      status: "quarantined",
    });
    expect(await shown(NEWEST - FIVE_MS, NOW)).toEqual([[NEWEST, NEWEST + FIVE_MS]]);
  });

  test("includes the middle of a long outage, for which the feed answers without items", async () => {
    const before = NEWEST - 100 * FIVE_MS;
    await store(before - 3 * FIVE_MS, 4);
    await store(NEWEST - 3 * FIVE_MS, 4);
    await trackGaps(deps(), { whole: true });
    const middle = { bucketAtMs: NEWEST - 50 * FIVE_MS, rows: [] };
    expect(await storeBucket(deps(), { step: "5m", bucket: middle, refusedCount: 0 })).toMatchObject({
      status: "quarantined",
      changed: 0,
    });
    expect(await shown(before, NEWEST)).toEqual([[before + FIVE_MS, NEWEST - 3 * FIVE_MS]]);
  });

  test("includes a bucket that an earlier release took for a silence", async () => {
    await store(NEWEST - 20 * FIVE_MS, 20);
    await database.db.sql`insert into price_buckets (step_s, bucket_at, status, item_count, received_at)
      values (300, ${new Date(NEWEST)}, 'empty', 0, now())`;
    await trackGaps(deps(), { whole: true });
    expect(await shown(NEWEST - FIVE_MS, NOW)).toEqual([[NEWEST, NEWEST + FIVE_MS]]);
  });

  test("grows while the worker is dead and notes nothing", async () => {
    await store(NEWEST - 5 * FIVE_MS, 6);
    expect(await shown(NEWEST, NOW)).toEqual([]);
    const later = NOW + 3_600_000;
    expect(await shown(NEWEST, later, later)).toEqual([[NEWEST + FIVE_MS, NEWEST + 13 * FIVE_MS]]);
  });

  test("is nothing where nothing is on record at all", async () => {
    expect(await shown(NEWEST - 10 * FIVE_MS, NOW)).toEqual([]);
  });
});

describe("a bucket that never comes", () => {
  test("is given up after five answers without it, and no longer asked for", async () => {
    const gap = { step: "5m", bucketAtMs: NEWEST } as const;
    const wanted = async () =>
      (await findGaps(deps())).wanted.some(({ step, bucketAtMs }) => step === "5m" && bucketAtMs === NEWEST);
    await trackGaps(deps(), { whole: true });
    for (let away = 0; away < 20; away++) {
      await recordAttempt(deps(), gap, { problem: "could not be reached", isAnswered: false });
    }
    for (let tries = 0; tries < MAX_ATTEMPTS; tries++) {
      expect(await wanted()).toBe(true);
      await recordAttempt(deps(), gap, { problem: "too thin", isAnswered: true });
      expect(await wanted()).toBe(false);
      clock.advanceMs(10 * 60_000 * 3 ** tries);
    }
    expect(await wanted()).toBe(false);
    const [row] = await database.db.sql`
      select attempts, problem, unfillable from price_gaps where step_s = 300 and bucket_at = ${new Date(NEWEST)}`;
    expect(row).toEqual({ attempts: MAX_ATTEMPTS, problem: "too thin", unfillable: true });
    await store(NEWEST);
    expect(await gapsOf("5m")).not.toContain(NEWEST);
  });

  test("holds up the sealing of its day for two days, and no longer", async () => {
    const day = Date.parse("2026-09-20T00:00:00Z");
    await store(day, 12);
    await database.db.sql`
      insert into price_gaps (step_s, bucket_at, found_at) values (300, ${new Date(day + 3_600_000)}, now())`;
    expect(await findSealable(deps())).toEqual([]);
    clock.advanceMs(2 * 86_400_000);
    expect(await findSealable(deps())).toEqual([{ step: "5m", periodAtMs: day }]);
    clock.set(FEED_NOW);
    await database.db.sql`update price_gaps set unfillable = true`;
    expect(await findSealable(deps())).toEqual([{ step: "5m", periodAtMs: day }]);
  });
});

describe("with the feed", () => {
  let feed: FeedSimulator;
  beforeEach(async () => {
    feed = await startTestFeed(clock, { itemLimit: 120 });
  });
  afterEach(() => feed.close());
  const patient = () =>
    openTestUpstream(feed.url, clock, {
      breaker: { failures: 1_000, pauseMs: 1 },
      limits: { answerTimeoutMs: 5_000, totalTimeoutMs: 5_000 },
    });

  test("gaps of years ago are asked for too, after the window", async () => {
    const old = Date.parse("2025-01-01T00:00:00Z");
    await database.db.sql`
      insert into price_gaps (step_s, bucket_at, found_at) values (3600, ${new Date(old)}, now())`;
    await noteWindow(database.db.sql, clock.now());
    const pass = await backfillGaps(
      { ...deps(), sleep, upstream: patient() },
      { signal: neverAborted, paceMs: 0, onProgress: async () => undefined, onStored: async () => undefined },
    );
    expect(pass).toMatchObject({ stored: 1, failed: 0 });
    expect(feed.requests("1h").urls.at(-1)).toContain(`timestamp=${old / 1_000}`);
    expect(await gapsOf("1h")).toEqual([]);
  });
});
