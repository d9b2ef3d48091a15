import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { backfillGaps } from "#features/history/backfill/backfill-gaps.ts";
import { findGaps } from "#features/history/backfill/find-gaps.ts";
import { recordAttempt, MAX_ATTEMPTS } from "#features/history/backfill/track-gaps.ts";
import { sleep } from "#platform/sleep.ts";
import type { FeedSimulator } from "#simulators/feed/server.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import {
  createTestClock,
  neverAborted,
  openTestUpstream,
  startTestFeed,
} from "../../support/servers/feed.ts";
import type { TestClock } from "../../support/servers/feed.ts";

const TOTAL = 288 + 360 + 365;
let database: TestDatabase;
let feed: FeedSimulator;
let clock: TestClock;

beforeEach(async () => {
  clock = createTestClock();
  [database, feed] = await Promise.all([createTestDatabase(), startTestFeed(clock, { itemLimit: 40 })]);
});
afterEach(async () => {
  await feed.close();
  await database.drop();
});

type Progress = { done: number; total: number };

function run(opts: { stopAfter?: number; onStored?: () => void; paceMs?: number } = {}) {
  const stop = new AbortController();
  const progress: Progress[] = [];
  const pass = backfillGaps(
    {
      sql: database.db.sql,
      clock,
      sleep,
      upstream: openTestUpstream(feed.url, clock, { breaker: { failures: 1_000, pauseMs: 1 } }),
    },
    {
      signal: opts.stopAfter === undefined ? neverAborted : stop.signal,
      paceMs: opts.paceMs ?? 0,
      onProgress: async (now) => {
        progress.push(now);
        if (progress.length - 1 === opts.stopAfter) stop.abort();
      },
      onStored: async () => opts.onStored?.(),
    },
  );
  return pass.then((result) => ({ ...result, progress }));
}
const asked = () => [...feed.requests("1h").urls, ...feed.requests("5m").urls, ...feed.requests("24h").urls];
const gaps = () => findGaps({ sql: database.db.sql, clock });

describe("a first backfill", () => {
  test("fetches the whole window once, and nothing when it is run again", async () => {
    const { stored, failed, progress } = await run();
    expect({ stored, failed }).toEqual({ stored: TOTAL, failed: 0 });
    expect(progress[0]).toEqual({ done: 0, total: TOTAL });
    expect(progress.at(-1)).toEqual({ done: TOTAL, total: TOTAL });
    expect(new Set(asked()).size).toBe(TOTAL);

    expect(await run()).toMatchObject({ stored: 0, failed: 0 });
    expect(asked()).toHaveLength(TOTAL);
  }, 90_000);

  test("brings the newest 24 hours first, and says when they are there", async () => {
    let askedWhenStored = 0;
    await run({
      stopAfter: 30,
      onStored: () => {
        askedWhenStored = asked().length;
      },
    });
    expect(askedWhenStored).toBe(24);
    const hours = feed
      .requests("1h")
      .urls.map((url) => Number(new URL(url, feed.url).searchParams.get("timestamp")));
    const newest = Date.parse("2026-09-21T11:00:00Z") / 1_000;
    expect(hours).toEqual(Array.from({ length: 24 }, (_, index) => newest - index * 3_600));
  });

  test("goes on where it was stopped, and asks for no bucket twice", async () => {
    await run({ stopAfter: 25 });
    expect(await gaps()).toMatchObject({ done: 25, total: TOTAL });
    await run({ stopAfter: 40 });
    expect(await gaps()).toMatchObject({ done: 65 });
    expect(new Set(asked()).size).toBe(asked().length);
  });
});

describe("a bucket that fails", () => {
  test("stops none of the others and is fetched by the next pass", async () => {
    feed.setFault("1h", { kind: "truncated", times: 3 });
    expect(await run({ stopAfter: 60 })).toMatchObject({ failed: 3 });
    expect((await gaps()).wanted.slice(0, 3).map(({ step }) => step)).toEqual(["1h", "1h", "1h"]);
    await run({ stopAfter: 3 });
    const [newest] = await database.db.sql<{ at: Date }[]>`
      select max(bucket_at) as at from price_buckets where step_s = 3600`;
    expect(newest?.at).toEqual(new Date("2026-09-21T11:00:00Z"));
  });

  test("ten times in a row leaves its step alone for this pass", async () => {
    feed.setFault("5m", { kind: "status", status: 500 });
    // The year is there already: what remains are the hours before and after the step that fails.
    await database.db.sql`
      insert into price_buckets (step_s, bucket_at, status, item_count, received_at)
      select 86400, day, 'stored', 40, now() from generate_series('2025-09-01'::timestamptz, '2026-09-20', '1 day') as day`;
    const { failed, stored } = await run();
    expect({ failed, stored }).toEqual({ failed: 10, stored: 360 });
    expect(feed.requests("5m").count).toBe(10);
  });

  test("as too thin is asked for again after ten minutes, then ever more seldom, until it is given up", async () => {
    await run({ stopAfter: 40 });
    await database.db.sql`
      update price_buckets set status = 'quarantined' where step_s = 3600 and bucket_at = '2026-09-21T08:00:00Z'`;
    const isWanted = async () =>
      (await gaps()).wanted.some(
        ({ step, bucketAtMs }) => step === "1h" && bucketAtMs === Date.parse("2026-09-21T08:00:00Z"),
      );
    expect(await isWanted()).toBe(false);
    clock.advanceMs(10 * 60_000);
    expect(await isWanted()).toBe(true);
    // Also when it is days old: nothing else would fill it or give it up.
    clock.advanceMs(3 * 86_400_000);
    for (let tries = 1; tries <= MAX_ATTEMPTS; tries++) {
      expect(await isWanted()).toBe(true);
      await recordAttempt(
        { sql: database.db.sql, clock },
        { step: "1h", bucketAtMs: Date.parse("2026-09-21T08:00:00Z") },
        { problem: "too thin", isAnswered: true },
      );
      clock.advanceMs(10 * 60_000 * 3 ** (tries - 1) - 1_000);
      expect(await isWanted()).toBe(false);
      clock.advanceMs(1_000);
    }
    expect(await isWanted()).toBe(false);
  });
});

test("keeps its pace", async () => {
  const startedMs = performance.now();
  await run({ stopAfter: 5, paceMs: 40 });
  expect(performance.now() - startedMs).toBeGreaterThan(4 * 40 - 10);
});
