import type { FeedJobDeps, Feature } from "#trpc/feature.ts";
import type { Feed } from "#features/feed/claim-feed.ts";
import { joinFeed } from "#features/feed/join-feed.ts";
import { isAppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import { openDb } from "#platform/db/db.ts";
import type { DbHandle } from "#platform/db/db.ts";
import { withLease } from "#platform/db/lease.ts";
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
  /** Jobs that wait for no feed, with connections of their own. */
  clockJobs?: readonly Job[];
};

type Session = WorkerOptions & { db: DbHandle; signal: AbortSignal };
type Held = Session & { firstJoin: Promise<Feed | null> };

const LEASE = "ge-metrics worker";
const POLITE_PACE_MS = 1_000;
const AGAIN_MS = 1_000;

/** Until the feed has told who it is; null when the session ends before. Throws what the database says. */
async function join({ signal, ...deps }: Session): Promise<Feed | null> {
  while (!signal.aborted) {
    const joined = await withinGrace(joinFeed({ ...deps, sql: deps.db.sql }, signal), signal);
    if (joined === null) return null;
    if (joined.joined) return joined.feed;
    deps.log.warn({ waitMs: joined.waitMs }, joined.problem);
    await deps.sleep(joined.waitMs, signal);
  }
  return null;
}

/** The market and its history, once the feed has told who it is. Throws `conflict` for another feed's database. */
async function followFeed(session: Held): Promise<void> {
  const { db, clock, upstream, log, sleep, random, signal, firstJoin } = session;
  if ((await withinGrace(firstJoin, signal, 0)) === null) return;
  // The wait for the lease may have been long: who the feed is now is asked again.
  const feed = await join(session);
  if (feed === null) return;
  log.info({ feed: feed.url, source: feed.source }, "following the feed");
  const backfillPaceMs = feed.source === "simulated" ? 0 : POLITE_PACE_MS;
  const deps: FeedJobDeps = { sql: db.sql, clock, upstream, log, sleep, backfillPaceMs };
  const jobs = session.features.flatMap((feature) => feature.feedJobs?.(deps) ?? []);
  await runJobs(jobs, { log, sleep, random, signal });
}

/** Money and accounts wait for no feed: their jobs run beside it, whatever it does, and stop where it must not go on. */
async function work(session: Held): Promise<void> {
  const { log, sleep, random, clockJobs = [] } = session;
  const refused = new AbortController();
  const signal = AbortSignal.any([session.signal, refused.signal]);
  const others = runJobs(clockJobs, { log, sleep, random, signal });
  try {
    await followFeed({ ...session, signal });
  } catch (error) {
    refused.abort();
    throw error;
  } finally {
    await others;
  }
}

/** From opening the database until the stop or until a connection is lost. */
async function runSession(deps: WorkerOptions, stop: AbortSignal): Promise<void> {
  const lost = new AbortController();
  const signal = AbortSignal.any([stop, lost.signal]);
  const end = () => lost.abort();
  const db = openDb({
    url: deps.databaseUrl,
    max: 4,
    applicationName: "ge-metrics worker",
    onLost: end,
  });
  const session = { ...deps, db, signal };
  try {
    // Beside the lease too, so that a worker which waits for it already refuses the wrong feed.
    const firstJoin = join(session);
    firstJoin.catch(end);
    const { log, sleep } = deps;
    await withLease({ url: deps.databaseUrl, name: LEASE, log, sleep, signal }, (held) =>
      work({ ...session, firstJoin, signal: held }),
    );
    await firstJoin;
  } finally {
    end();
    await db.close(1);
  }
}

/**
 * Keeps the market filled and the other jobs going until `signal` aborts. Any number may run: one holds the lease and works, the others wait
 * for it. After a loss of the database it begins anew with fresh connections. Throws `conflict` where the database
 * holds another feed's prices, and for nothing else.
 */
export async function runWorker(deps: WorkerOptions, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await runSession(deps, signal);
      if (!signal.aborted)
        deps.log.warn({ waitMs: AGAIN_MS }, "a database connection was lost; starting anew");
    } catch (error) {
      if (isAppError(error) && error.code === "conflict") throw error;
      deps.log.warn({ error, waitMs: AGAIN_MS }, "the database cannot be reached");
    }
    await deps.sleep(AGAIN_MS, signal);
  }
}
