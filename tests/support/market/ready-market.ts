import { afterAll, afterEach, beforeAll } from "vitest";
import { stepMs, storedSteps } from "#features/history/rules/bucket.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import { historyJobs } from "#features/history/jobs.ts";
import { newestWantedMs, wantedBuckets } from "#features/history/rules/wanted-buckets.ts";
import { getMarketStatus } from "#features/history/status/get-status.ts";
import { marketJobs } from "#features/market/jobs.ts";
import { pgArray } from "#platform/db/pg-array.ts";
import { sleep } from "#platform/sleep.ts";
import type { UpstreamOptions } from "#platform/upstream/upstream.ts";
import type { FeedSimulator } from "#simulators/feed/server.ts";
import { createTestDatabase } from "../servers/database.ts";
import type { TestDatabase } from "../servers/database.ts";
import {
  createTestClock,
  IMPATIENT,
  neverAborted,
  openTestUpstream,
  silentLog,
  startTestFeed,
} from "../servers/feed.ts";
import type { TestClock } from "../servers/feed.ts";

type Run = (job: string, opts?: { impatient: boolean }) => Promise<number>;

/** So many buckets back the worker missed one of each step; it has all others that it wants. */
const MISSED = 6;

/**
 * A market as it stands after some good minutes, made once a file: `open` and `drop` copy it for a test or for several.
 * Its feed and its worker's jobs share one clock, which `open` sets back.
 */
export function useReadyMarket() {
  const clock: TestClock = createTestClock();
  let feed: FeedSimulator;
  let ready: TestDatabase;
  let readyAt: Date;
  let database: TestDatabase;
  let run: Run;

  function runnerOn(on: TestDatabase): Run {
    const jobsWith = (opts: Partial<UpstreamOptions>) => {
      const upstream = openTestUpstream(feed.url, clock, opts);
      const deps = { sql: on.db.sql, clock, sleep, log: silentLog, backfillPaceMs: 0, upstream };
      return [...marketJobs(deps), ...historyJobs(deps)];
    };
    const patient = jobsWith({});
    const impatient = jobsWith({ limits: IMPATIENT });
    return async (name, opts) => {
      const job = (opts?.impatient ? impatient : patient).find((each) => each.name === name);
      if (job === undefined) throw new Error(`no job ${name}`);
      return job.run(neverAborted);
    };
  }

  const missedAt = (step: StoredStep): Date =>
    new Date(newestWantedMs(step, readyAt.getTime()) - MISSED * stepMs(step));

  /** Of the years that a first start fetches only what the rules look at: that each bucket came, with how many items. */
  async function fillWindow(): Promise<void> {
    for (const step of storedSteps) {
      const stepS = stepMs(step) / 1_000;
      const kept = wantedBuckets(readyAt.getTime()).filter(
        (bucket) => bucket.step === step && bucket.bucketAtMs !== missedAt(step).getTime(),
      );
      await ready.db.sql`
        insert into price_buckets (step_s, bucket_at, status, item_count, received_at)
        select ${stepS}, to_timestamp(at / 1000), 'stored', usual.items, ${readyAt}::timestamptz
        from unnest(${pgArray(kept.map(({ bucketAtMs }) => bucketAtMs))}::float8[]) as given (at),
          (select max(item_count) as items from price_buckets where step_s = ${stepS}) as usual
        on conflict do nothing`;
    }
  }

  beforeAll(async () => {
    feed = await startTestFeed(clock);
    ready = await createTestDatabase();
    const runReady = runnerOn(ready);
    for (const name of ["mapping", "latest", "1h", "24h"]) await runReady(name);
    for (let bucket = 0; bucket < 4; bucket++) {
      clock.advanceMs(300_000);
      await runReady("5m");
    }
    await runReady("latest");
    readyAt = clock.now();
    await fillWindow();
    await ready.db.close();
  });
  afterEach(() => feed.clearFaults());
  afterAll(async () => {
    await feed.close();
    await ready.drop();
  });

  return {
    clock,
    missedAt,
    feed: () => feed,
    sql: () => database.db.sql,
    run: (name: string, opts?: { impatient: boolean }) => run(name, opts),
    open: async () => {
      clock.set(readyAt);
      database = await createTestDatabase({ template: ready.name });
      run = runnerOn(database);
    },
    drop: () => database.drop(),
    /** All that a page could show; what is long as one figure. */
    snapshot: async () => {
      const { sql } = database.db;
      const [prices, [history], buckets, [catalogue]] = await Promise.all([
        sql`select * from latest_prices order by item_id`,
        sql`select count(*), md5(string_agg(row::text, '' order by step_s, bucket_at, item_id)) from item_price_history as row`,
        sql`select step_s, bucket_at from price_buckets where status = 'stored' order by 1, 2`,
        sql`select md5(string_agg(items::text, '' order by id)) from items`,
      ]);
      return { prices, history, buckets, catalogue };
    },
    endpoint: async (name: string) => {
      const [state] = await database.db.sql<
        { problem: string | null; failures: number; refused: Record<string, number> }[]
      >`
        select problem, failures, refused from feed_endpoints where endpoint = ${name}`;
      if (state === undefined) throw new Error(`${name} was never polled`);
      return state;
    },
    /** What became of a bucket; null for one that never came. */
    statusOf: async (step: StoredStep, at: Date): Promise<string | null> => {
      const [bucket] = await database.db.sql<{ status: string }[]>`
        select status from price_buckets where step_s = ${stepMs(step) / 1_000} and bucket_at = ${at}`;
      return bucket?.status ?? null;
    },
    gapOf: async (step: StoredStep, at: Date) => {
      const [gap] = await database.db.sql<
        { attempts: number; problem: string | null; unfillable: boolean; asked: number | null }[]
      >`
        select attempts, problem, unfillable, series_item_id as asked from price_gaps
        where step_s = ${stepMs(step) / 1_000} and bucket_at = ${at}`;
      return gap ?? null;
    },
    /** Notes the missed bucket as one to be looked for in the items' series. */
    noteGap: (step: StoredStep) => database.db.sql`
      insert into price_gaps (step_s, bucket_at, found_at, attempts)
      values (${stepMs(step) / 1_000}, ${missedAt(step)}, ${readyAt}, 2)`,
    status: () =>
      getMarketStatus({ db: database.db.orm, clock, cache: (entry) => entry.load(), feedUrl: null }),
  };
}
