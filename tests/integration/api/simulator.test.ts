import { afterAll, beforeAll, expect, test } from "vitest";
import { importSeries } from "#features/history/transfer/import-series.ts";
import { ingestBucket } from "#features/history/ingest/ingest-bucket.ts";
import { historyJobs } from "#features/history/jobs.ts";
import type { HistoryJobDeps } from "#features/history/jobs.ts";
import { rollUpBuckets } from "#features/history/rollup/roll-up-buckets.ts";
import { connectFeed } from "#features/feed/connect-feed.ts";
import { marketJobs } from "#features/market/jobs.ts";
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
import { sharedRedis } from "../../support/servers/redis.ts";
import { startTestWeb } from "../../support/servers/web.ts";
import type { TestWeb } from "../../support/servers/web.ts";

let database: TestDatabase;
let feed: FeedSimulator;
let web: TestWeb;
let deps: HistoryJobDeps;
const clock = createTestClock();

/** The number of newest closed buckets of each step that are stored before the tests. */
const STORED = { "5m": 40, "1h": 20, "24h": 6 } as const;
const STEP_S = { "5m": 300, "1h": 3_600, "24h": 86_400 } as const;
type Step = keyof typeof STORED;
const steps = ["5m", "1h", "24h"] as const;
const SIX_HOURS_S = 21_600;

type Point = {
  timestamp: number;
  avgHighPrice: number | null;
  avgLowPrice: number | null;
  highPriceVolume: number;
  lowPriceVolume: number;
};
type Series = { data: Point[]; itemId: number };
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
  deps = { sql: database.db.sql, clock, upstream, log: silentLog, sleep, backfillPaceMs: 0 };
  await connectFeed(deps, neverAborted);
  for (const step of steps) {
    const newest = (await fromFeed<Bucket>(`/${step}`)).timestamp;
    for (let back = STORED[step]; back > 0; back--) {
      const atS = newest - back * STEP_S[step];
      const answer = await upstream.get(`/${step}?timestamp=${atS}`, { signal: neverAborted });
      if (answer.kind !== "fresh") throw new Error(`no bucket of ${step} at ${atS}`);
      await ingestBucket(deps, { step, bucketAtMs: atS * 1_000 }, answer.body);
    }
  }
  // The newest buckets are stored by the worker's own polls, as in production.
  const polls = [...marketJobs(deps), ...historyJobs(deps)].filter(({ name }) =>
    ["mapping", "latest", ...steps].includes(name),
  );
  expect(polls).toHaveLength(5);
  for (const job of polls) await job.run(neverAborted);
  web = await startTestWeb({ databaseUrl: database.url, redis: sharedRedis(), clock });
});
afterAll(async () => {
  await web?.close();
  await feed?.close();
  await database?.drop();
});

test("/mapping and /latest equal the feed's", async () => {
  const byId = (rows: { id: number }[]) => rows.toSorted((a, b) => a.id - b.id);
  expect(byId(await fromUs("/mapping"))).toEqual(byId(await fromFeed("/mapping")));
  expect(await fromUs("/latest")).toEqual(await fromFeed("/latest"));
  expect(await fromUs("/latest?id=4151")).toEqual(await fromFeed("/latest?id=4151"));
  expect(await fromUs("/latest?id=2147483647")).toEqual(await fromFeed("/latest?id=2147483647"));
});

test.each(steps)(
  "/%s equals the feed's, the newest bucket and each stored one by its time",
  async (step: Step) => {
    const newest = await fromFeed<Bucket>(`/${step}`);
    expect(await fromUs(`/${step}`)).toEqual(newest);
    expect(Object.keys(newest.data).length).toBeGreaterThan(50);
    for (let back = 1; back <= STORED[step]; back++) {
      const path = `/${step}?timestamp=${newest.timestamp - back * STEP_S[step]}`;
      expect(await fromUs(path)).toEqual(await fromFeed(path));
    }
    const future = `/${step}?timestamp=${newest.timestamp + 1_000 * STEP_S[step]}`;
    expect(await fromUs(future)).toEqual(await fromFeed(future));
  },
);

const seriesOf = (ask: typeof fromFeed, id: string, step: string) =>
  ask<Series>(`/timeseries?id=${id}&timestep=${step}`);

test.each(steps)("/timeseries of %s equals the feed's over the stored buckets", async (step: Step) => {
  const newest = await fromFeed<Bucket>(`/${step}`);
  const first = newest.timestamp - STORED[step] * STEP_S[step];
  const ids = Object.keys(newest.data).slice(0, 25);
  expect(ids).toHaveLength(25);
  for (const id of ids) {
    const theirs = await seriesOf(fromFeed, id, step);
    const stored = { ...theirs, data: theirs.data.filter(({ timestamp }) => timestamp >= first) };
    expect(await seriesOf(fromUs, id, step)).toEqual(stored);
  }
});

/** An item with distant newest points. Not one that a test has requested: the clock stands, so its answer is cached. */
async function findSparse(step: Step): Promise<string> {
  const [day, newest] = await Promise.all([fromFeed<Bucket>("/24h"), fromFeed<Bucket>(`/${step}`)]);
  for (const id of Object.keys(day.data).filter((each) => !(each in newest.data))) {
    const times = (await seriesOf(fromFeed, id, step)).data.map(({ timestamp }) => timestamp);
    const [first = 0] = times;
    const buckets = ((times.at(-1) ?? 0) - first) / STEP_S[step] + 1;
    if (times.length === 365 && buckets > 600) return id;
  }
  throw new Error("every item trades all the time");
}

test("/timeseries of a rarely traded item counts points, not buckets", async () => {
  const id = await findSparse("5m");
  const theirs = await seriesOf(fromFeed, id, "5m");
  await importSeries(deps, "5m", {
    itemId: Number(id),
    buckets: theirs.data.map(({ timestamp, ...row }) => ({
      bucketAtMs: timestamp * 1_000,
      rows: [
        {
          itemId: Number(id),
          avgHigh: row.avgHighPrice,
          avgLow: row.avgLowPrice,
          highVolume: row.highPriceVolume,
          lowVolume: row.lowPriceVolume,
        },
      ],
    })),
  });
  expect(await seriesOf(fromUs, id, "5m")).toEqual(theirs);
});

test("/timeseries of 6h, which has no bucket endpoint, is rolled up from 5m buckets and equals the feed's", async () => {
  const { upstream } = deps;
  const endS = Math.floor(clock.now().getTime() / 1_000 / SIX_HOURS_S) * SIX_HOURS_S;
  for (let atS = endS - SIX_HOURS_S; atS < endS; atS += 300) {
    const answer = await upstream.get(`/5m?timestamp=${atS}`, { signal: neverAborted });
    if (answer.kind !== "fresh") throw new Error(`no bucket at ${atS}`);
    await ingestBucket(deps, { step: "5m", bucketAtMs: atS * 1_000 }, answer.body);
  }
  await rollUpBuckets(deps);
  const newest = await fromFeed<Bucket>("/24h");
  let points = 0;
  for (const id of Object.keys(newest.data).slice(0, 20)) {
    const [theirs, ours] = await Promise.all([seriesOf(fromFeed, id, "6h"), seriesOf(fromUs, id, "6h")]);
    const made = ({ timestamp }: Point) => timestamp === endS - SIX_HOURS_S;
    expect(ours.data.filter(made)).toEqual(theirs.data.filter(made));
    points += theirs.data.filter(made).length;
  }
  expect(points).toBeGreaterThan(8);
});
