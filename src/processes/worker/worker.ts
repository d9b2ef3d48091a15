import { randomUUID } from "node:crypto";
import type { FeedJobDeps, Feature, KeptDays } from "#trpc/feature.ts";
import type { Feed } from "#features/feed/claim-feed.ts";
import { connectFeed } from "#features/feed/connect-feed.ts";
import { isAppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import { openDb } from "#platform/db/db.ts";
import type { Db, DbHandle } from "#platform/db/db.ts";
import { fenceDb } from "#platform/db/fence.ts";
import { withLease } from "#platform/db/lease.ts";
import type { Hold } from "#platform/db/lease.ts";
import type { Log } from "#platform/log/log.ts";
import type { Job } from "#platform/jobs/scheduler.ts";
import { runJobs, withinGrace } from "#platform/jobs/scheduler.ts";
import type { Sleep } from "#platform/sleep.ts";
import type { Upstream } from "#platform/upstream/upstream.ts";

export type WorkerOptions = {
  databaseUrl: string;
  upstream: Upstream;
  clock: Clock;
  sleep: Sleep;
  random: () => number;
  log: Log;
  features: readonly Feature[];
  keptDays: KeptDays;
  /** The most connections to the database; by default 4. */
  databasePool?: number;
  /** Told of the end of each run of a job. */
  onRun?: (job: string, outcome: "done" | "failed") => void;
  /** How long this worker may be silent until another takes over; by default 30 s. */
  leaseLostAfterMs?: number;
  /** Jobs that do not depend on the feed. They get the database of the lease's holder, which is fenced. */
  clockJobs?: (db: Db) => readonly Job[];
};

/**
 * Eight heartbeats in the time after which a silent holder loses the lease, and as many looks of those who wait: after 30 s
 * of silence one of them takes over within 35.
 */
const leaseTimes = (lostAfterMs: number) => ({ lostAfterMs, intervalMs: lostAfterMs / 8 });

type Session = WorkerOptions & { db: DbHandle; signal: AbortSignal };
type LeasedSession = Session & { firstJoin: Promise<Feed | null> };

const LEASE = "ge-metrics worker";
const LIVE_BACKFILL_PACE_MS = 1_000;
const RESTART_AFTER_MS = 1_000;
const POOL_SIZE = 4;

/** Retries until the feed has identified itself; null if the session ends before. Throws errors of the database. */
async function waitForFeed({ signal, ...deps }: Session): Promise<Feed | null> {
  while (!signal.aborted) {
    const result = await withinGrace(connectFeed({ ...deps, sql: deps.db.sql }, signal), signal);
    if (result === null) return null;
    if (result.joined) return result.feed;
    deps.log.warn({ waitMs: result.waitMs }, result.problem);
    await deps.sleep(result.waitMs, signal);
  }
  return null;
}

/** Runs the feed jobs once the feed has identified itself. Throws `conflict` if the database belongs to another feed. */
async function followFeed(session: LeasedSession): Promise<void> {
  const { db, clock, upstream, log, sleep, random, signal, firstJoin } = session;
  if ((await withinGrace(firstJoin, signal, 0)) === null) return;
  // Joins again, because the feed may have changed during a long wait for the lease.
  const feed = await waitForFeed(session);
  if (feed === null) return;
  log.info({ feed: feed.url, source: feed.source }, "following the feed");
  const backfillPaceMs = feed.source === "simulated" ? 0 : LIVE_BACKFILL_PACE_MS;
  const { keptDays } = session;
  const deps: FeedJobDeps = { sql: db.sql, clock, upstream, log, sleep, keptDays, backfillPaceMs };
  const jobs = session.features.flatMap((feature) => feature.feedJobs?.(deps) ?? []);
  await runJobs(jobs, { log, sleep, random, signal, ...toldOf(session) });
}

const toldOf = ({ onRun }: Pick<WorkerOptions, "onRun">) => (onRun === undefined ? {} : { onRun });

/** Runs clock jobs, which do not wait for the feed, and feed jobs. If the feed jobs throw, the clock jobs stop too. */
async function runAllJobs(session: LeasedSession): Promise<void> {
  const { db, log, sleep, random, clockJobs } = session;
  const feedFailed = new AbortController();
  const signal = AbortSignal.any([session.signal, feedFailed.signal]);
  const runningClockJobs = runJobs(clockJobs?.(db.orm) ?? [], {
    log,
    sleep,
    random,
    signal,
    ...toldOf(session),
  });
  try {
    await followFeed({ ...session, signal });
  } catch (error) {
    feedFailed.abort();
    throw error;
  } finally {
    await runningClockJobs;
  }
}

/** Opens the database and works until `stop` aborts or a connection is lost. */
async function runSession(deps: WorkerOptions, stop: AbortSignal): Promise<void> {
  const lost = new AbortController();
  const signal = AbortSignal.any([stop, lost.signal]);
  const end = () => lost.abort();
  const holder = randomUUID().slice(0, 8);
  let hold: Hold | null = null;
  const db = openDb({
    url: deps.databaseUrl,
    max: deps.databasePool ?? POOL_SIZE,
    applicationName: `ge-metrics worker ${holder}`,
    onLost: end,
    // Who takes over ends all connections of this process; a statement that was under way must not go on on a new one.
    mayConnect: () => hold?.isValid() ?? true,
  });
  const session = { ...deps, db, signal };
  try {
    // Joins the feed before it has the lease, so that a waiting worker already rejects the wrong feed.
    const firstJoin = waitForFeed(session);
    firstJoin.catch(end);
    const { log, sleep } = deps;
    const lease = { url: deps.databaseUrl, name: LEASE, holder, log, sleep, signal };
    const times = deps.leaseLostAfterMs === undefined ? {} : leaseTimes(deps.leaseLostAfterMs);
    await withLease({ ...lease, ...times }, (leaseSignal, held) => {
      hold = held;
      const fenced = fenceDb(db, held);
      return runAllJobs({ ...session, db: fenced, firstJoin, signal: leaseSignal }).finally(() => {
        hold = null;
      });
    });
    await firstJoin;
  } finally {
    end();
    await db.close(1);
  }
}

/**
 * Polls the feed and runs clock jobs until `signal` aborts. Any number of workers may run: one holds the lease, the
 * others wait for it. Reconnects after a loss of the database. Throws only `conflict`: the database holds another feed's
 * prices.
 */
export async function runWorker(deps: WorkerOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await runSession(deps, signal);
      if (!signal.aborted)
        deps.log.warn({ waitMs: RESTART_AFTER_MS }, "a database connection was lost; starting anew");
    } catch (error) {
      if (isAppError(error) && error.code === "conflict") throw error;
      deps.log.warn({ error, waitMs: RESTART_AFTER_MS }, "the database cannot be reached");
    }
    await deps.sleep(RESTART_AFTER_MS, signal);
  }
}
