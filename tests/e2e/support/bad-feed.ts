import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { historyJobs } from "#features/history/jobs.ts";
import { marketJobs } from "#features/market/jobs.ts";
import { openDb } from "#platform/db/db.ts";
import { openLog } from "#platform/log/log.ts";
import { sleep } from "#platform/sleep.ts";
import { createUpstream } from "#platform/upstream/upstream.ts";
import { ensureDatabase, startPostgres } from "#processes/up/postgres/postgres.ts";
import type { Endpoint, FeedFault } from "#simulators/feed/faults.ts";
import { startFeedSimulator } from "#simulators/feed/server.ts";
import { startDesk } from "./desk.ts";

const DATABASE = "bad_feed";
/** Enough for every rule, and few enough for a history within seconds. */
const ITEMS = 600;
const POLL_OPTIONS = { answerTimeoutMs: 10_000, totalTimeoutMs: 20_000 };
const IMPATIENCE = { answerTimeoutMs: 300, totalTimeoutMs: 500 };

export type PolledEndpoint = "mapping" | "latest" | "5m" | "1h" | "24h" | "series";

type Db = ReturnType<typeof openDb>;

export type BadFeedDesk = {
  url: string;
  sql: Db["sql"];
  setFault: (endpoint: Endpoint, fault: FeedFault) => Promise<void>;
  clearFaults: () => Promise<void>;
  /** What the worker does once a minute, now. One attempt; `impatient` does not wait for what hangs. */
  poll: (endpoint: PolledEndpoint, opts?: { impatient: boolean }) => Promise<void>;
  stop: () => Promise<void>;
};

/** A running desk whose feed can be spoilt by its control endpoint, and whose polls can be brought forward. */
export async function startBadFeedDesk(): Promise<BadFeedDesk> {
  const undo: (() => Promise<unknown>)[] = [];
  const stop = async () => {
    for (const step of undo.toReversed()) await step();
  };
  try {
    const dir = await mkdtemp(join(tmpdir(), "ge-metrics-bad-feed-"));
    undo.push(() => rm(dir, { recursive: true, force: true }));
    const server = await startPostgres({ dir, durable: false });
    undo.push(server.stop);
    await ensureDatabase(server.url("postgres"), DATABASE);
    const databaseUrl = server.url(DATABASE);
    const feed = await startFeedSimulator({ port: 0, itemLimit: ITEMS });
    undo.push(feed.close);
    const desk = await startDesk({ DATABASE_URL: databaseUrl, PRICE_FEED_URL: feed.url });
    undo.push(desk.stop);
    const db = openDb({ url: databaseUrl, max: 2, applicationName: "e2e" });
    undo.push(() => db.close());

    const control = async (method: "PUT" | "DELETE", path: string, body?: FeedFault) => {
      const url = new URL(`/__faults${path}`, feed.url);
      const answer = await fetch(url, { method, ...(body && { body: JSON.stringify(body) }) });
      if (answer.status !== 204) throw new Error(`${method} ${url}: ${answer.status}`);
    };
    const jobs = (limits: typeof POLL_OPTIONS) => {
      const clock = { now: () => new Date() };
      const upstream = createUpstream({
        name: "the price feed",
        baseUrl: feed.url,
        userAgent: "GE-Metrics e2e (test@example.org)",
        clock,
        sleep,
        random: () => 0,
        attempts: 1,
        limits,
        breaker: { failures: Infinity, pauseMs: 0 },
      });
      const log = openLog({ level: "silent", process: "e2e" });
      const deps = { sql: db.sql, clock, sleep, log, backfillPaceMs: 0, upstream };
      return [...marketJobs(deps), ...historyJobs(deps)];
    };
    const patient = jobs(POLL_OPTIONS);
    const impatient = jobs(IMPATIENCE);
    return {
      url: desk.url,
      sql: db.sql,
      setFault: (endpoint, fault) => control("PUT", `/${endpoint}`, fault),
      clearFaults: () => control("DELETE", ""),
      poll: async (endpoint, opts) => {
        const job = (opts?.impatient ? impatient : patient).find(({ name }) => name === endpoint);
        if (job === undefined) throw new Error(`no job ${endpoint}`);
        // "Nothing has changed" has no body that a fault could spoil.
        await db.sql`update feed_endpoints set etag = null where endpoint = ${endpoint}`;
        await job.run(new AbortController().signal);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
