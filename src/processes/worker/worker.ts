import { historyJobs } from "#features/history/jobs.ts";
import { joinFeed } from "#features/market/join-feed.ts";
import { marketJobs } from "#features/market/jobs.ts";
import type { Feed } from "#features/market/claim-feed.ts";
import { isAppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import type { DbHandle } from "#platform/db.ts";
import { withLease } from "#platform/lease.ts";
import type { Log } from "#platform/log.ts";
import { runJobs } from "#platform/scheduler.ts";
import type { Sleep } from "#platform/sleep.ts";
import type { Upstream } from "#platform/upstream.ts";

export type WorkerDeps = {
  db: DbHandle;
  databaseUrl: string;
  upstream: Upstream;
  clock: Clock;
  sleep: Sleep;
  random: () => number;
  log: Log;
  leaseIntervalMs?: number;
};

const LEASE = "ge-metrics worker";
const POLITE_PACE_MS = 1_000;
const DATABASE_AGAIN_MS = 2_000;

/** Until the feed and the database both answer; null when stopped before. Only another feed's database throws. */
async function join(deps: WorkerDeps, signal: AbortSignal): Promise<Feed | null> {
  while (!signal.aborted) {
    try {
      const joined = await joinFeed({ ...deps, sql: deps.db.sql }, signal);
      if (joined.joined) return joined.feed;
      deps.log.warn({ waitMs: joined.waitMs }, joined.problem);
      await deps.sleep(joined.waitMs, signal);
    } catch (error) {
      if (isAppError(error)) throw error;
      deps.log.warn({ error, waitMs: DATABASE_AGAIN_MS }, "the database cannot be reached");
      await deps.sleep(DATABASE_AGAIN_MS, signal);
    }
  }
  return null;
}

/**
 * Keeps the market filled until `signal` aborts. Any number may run: one holds the lease and works, the others
 * wait for it. Throws `conflict` where the database holds another feed's prices, and for nothing else.
 */
export async function runWorker(deps: WorkerDeps, signal: AbortSignal): Promise<void> {
  const { db, log, sleep, random } = deps;
  // Before the lease too, so that a worker which waits for it already refuses the wrong feed.
  if ((await join(deps, signal)) === null) return;

  const lease = {
    url: deps.databaseUrl,
    name: LEASE,
    log,
    sleep,
    signal,
    ...(deps.leaseIntervalMs === undefined ? {} : { intervalMs: deps.leaseIntervalMs }),
  };
  await withLease(lease, async (held) => {
    const feed = await join(deps, held);
    if (feed === null) return;
    log.info({ feed: feed.url, source: feed.source }, "following the feed");
    const backfillPaceMs = feed.source === "simulated" ? 0 : POLITE_PACE_MS;
    const jobDeps = { sql: db.sql, clock: deps.clock, upstream: deps.upstream, log, sleep, backfillPaceMs };
    await runJobs([...marketJobs(jobDeps), ...historyJobs(jobDeps)], { log, sleep, random, signal: held });
  });
}
