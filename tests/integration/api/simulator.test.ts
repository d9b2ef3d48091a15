import { afterAll, beforeAll, expect, test } from "vitest";
import { historyJobs } from "#features/history/jobs.ts";
import { ingestBucket } from "#features/history/ingest-bucket.ts";
import { joinFeed } from "#features/market/join-feed.ts";
import { marketJobs } from "#features/market/jobs.ts";
import { sleep } from "#platform/sleep.ts";
import type { FeedSimulator } from "#simulators/feed/server.ts";
import { createTestDatabase } from "../../support/database.ts";
import type { TestDatabase } from "../../support/database.ts";
import {
  createTestClock,
  neverStopped,
  openTestUpstream,
  silentLog,
  startTestFeed,
} from "../../support/feed.ts";
import { sharedRedis } from "../../support/redis.ts";
import { startTestWeb } from "../../support/web.ts";
import type { TestWeb } from "../../support/web.ts";

let database: TestDatabase;
let feed: FeedSimulator;
let web: TestWeb;
const clock = createTestClock();

/** The newest closed buckets of each step that the worker stores before anything is asked. */
const STORED = { "5m": 40, "1h": 20, "24h": 6 } as const;
const STEP_S = { "5m": 300, "1h": 3_600, "24h": 86_400 } as const;
type Step = keyof typeof STORED;
const steps = ["5m", "1h", "24h"] as const;

type Series = { data: { timestamp: number }[]; itemId: number };
type Bucket = { data: Record<string, unknown>; timestamp: number };

const fromFeed = async <T>(path: string) =>
  (await (
    await fetch(`${feed.url}${path}`, { headers: { "user-agent": "a test (me@example.org)" } })
  ).json()) as T;
const fromUs = async <T>(path: string) => {
  const response = await fetch(`${web.url}/api/v1/osrs${path}`);
  expect([path, response.status]).toEqual([path, 200]);
  return (await response.json()) as T;
};

beforeAll(async () => {
  database = await createTestDatabase();
  feed = await startTestFeed(clock);
  const upstream = openTestUpstream(feed.url, clock, {
    limits: { answerTimeoutMs: 5_000, totalTimeoutMs: 10_000 },
  });
  const deps = { sql: database.db.sql, clock, upstream, log: silentLog, sleep, backfillPaceMs: 0 };
  await joinFeed(deps, neverStopped);
  for (const step of steps) {
    const newest = (await fromFeed<Bucket>(`/${step}`)).timestamp;
    for (let back = STORED[step]; back > 0; back--) {
      const atS = newest - back * STEP_S[step];
      const answer = await upstream.get(`/${step}?timestamp=${atS}`, { signal: neverStopped });
      if (answer.kind !== "fresh") throw new Error(`no bucket of ${step} at ${atS}`);
      await ingestBucket(deps, { step, bucketAtMs: atS * 1_000 }, answer.body);
    }
  }
  // The newest ones come as they do every day: by the worker's own polls.
  const polls = [...marketJobs(deps), ...historyJobs(deps)].filter(({ name }) =>
    ["mapping", "latest", ...steps].includes(name),
  );
  expect(polls).toHaveLength(5);
  for (const job of polls) await job.run(neverStopped);
  web = await startTestWeb({ databaseUrl: database.url, redis: sharedRedis(), clock });
});
afterAll(async () => {
  await web?.close();
  await feed?.close();
  await database?.drop();
});

test("/mapping and /latest are the feed's own", async () => {
  const byId = (rows: { id: number }[]) => rows.toSorted((a, b) => a.id - b.id);
  expect(byId(await fromUs("/mapping"))).toEqual(byId(await fromFeed("/mapping")));
  expect(await fromUs("/latest")).toEqual(await fromFeed("/latest"));
  expect(await fromUs("/latest?id=4151")).toEqual(await fromFeed("/latest?id=4151"));
  expect(await fromUs("/latest?id=2147483647")).toEqual(await fromFeed("/latest?id=2147483647"));
});

test.each(steps)("/%s is the feed's own, the newest and each stored one by its time", async (step: Step) => {
  const newest = await fromFeed<Bucket>(`/${step}`);
  expect(await fromUs(`/${step}`)).toEqual(newest);
  expect(Object.keys(newest.data).length).toBeGreaterThan(50);
  for (let back = 1; back <= STORED[step]; back++) {
    const path = `/${step}?timestamp=${newest.timestamp - back * STEP_S[step]}`;
    expect(await fromUs(path)).toEqual(await fromFeed(path));
  }
  const future = `/${step}?timestamp=${newest.timestamp + 1_000 * STEP_S[step]}`;
  expect(await fromUs(future)).toEqual(await fromFeed(future));
});

test.each(steps)(
  "/timeseries of %s is the feed's own, over the buckets that are stored",
  async (step: Step) => {
    const newest = await fromFeed<Bucket>(`/${step}`);
    const first = newest.timestamp - STORED[step] * STEP_S[step];
    for (const id of Object.keys(newest.data).slice(0, 25)) {
      const theirs = await fromFeed<Series>(`/timeseries?id=${id}&timestep=${step}`);
      const stored = { ...theirs, data: theirs.data.filter(({ timestamp }) => timestamp >= first) };
      expect(await fromUs(`/timeseries?id=${id}&timestep=${step}`)).toEqual(stored);
    }
  },
);
