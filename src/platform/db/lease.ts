import { sql } from "drizzle-orm";
import postgres from "postgres";
import type { Sql } from "postgres";
import { monotonicMs } from "#platform/clock.ts";
import type { Log } from "#platform/log/log.ts";
import type { Sleep } from "#platform/sleep.ts";
import type { Db } from "./db.ts";

type Options = {
  /** The database whose advisory lock is the lease; its table `leases` has the heartbeat. */
  url: string;
  name: string;
  /** Names this process; all its connections have it in their application name. */
  holder: string;
  log: Log;
  sleep: Sleep;
  signal: AbortSignal;
  /** How long a holder may be silent until another process takes over; by default 30 s. */
  lostAfterMs?: number;
  /** How often a waiting process tries to take the lease, and how often the holder shows itself; by default 5 s. */
  intervalMs?: number;
};

/** A lease that this process has. */
export type Hold = {
  name: string;
  /** Grows with each holder. */
  fence: number;
  /** False once the last heartbeat is so old that another process may have taken over, even if nothing was heard of it. */
  isValid: () => boolean;
};

type Work = (signal: AbortSignal, hold: Hold) => Promise<void>;
type LeaseOutcome = { held: false } | { held: true; failure: { error: unknown } | null };

const INTERVAL_MS = 5_000;
const LOST_AFTER_MS = 30_000;
const RELEASE_MS = 200;
/** The holder gives up after this share of the time after which others take over, so that it stops before they start. */
const OWN_SHARE = 0.8;

/** A session lock lasts as long as its connection, so the connection is neither recycled nor closed when idle. */
const connect = ({ url, holder }: Options, onClose: () => void) =>
  postgres(url, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null,
    connect_timeout: 5,
    fetch_types: false,
    onnotice: () => undefined,
    onclose: onClose,
    // The server drops the connection of a vanished holder within half a minute; then another process can take
    // over.
    connection: {
      application_name: `ge-metrics lease ${holder}`,
      statement_timeout: 5_000,
      tcp_keepalives_idle: 10,
      tcp_keepalives_interval: 5,
      tcp_keepalives_count: 3,
    },
  });

/**
 * Takes the lock, writes the next fence, and ends the connections that the holder before may still have; null if another
 * process has the lock.
 */
async function take(client: Sql, { name, holder }: Options): Promise<number | null> {
  const [lock] = await client<{ taken: boolean }[]>`
    select pg_try_advisory_lock(hashtextextended(${name}, 0)) as taken`;
  if (lock?.taken !== true) return null;
  const [before] = await client<{ holder: string }[]>`select holder from leases where name = ${name}`;
  const [row] = await client<{ fence: string }[]>`
    insert into leases (name, holder, fence, heartbeat_at) values (${name}, ${holder}, 1, clock_timestamp())
    on conflict (name) do update
      set holder = excluded.holder, fence = leases.fence + 1, heartbeat_at = excluded.heartbeat_at
    returning fence`;
  if (before !== undefined && before.holder !== holder) await endConnectionsOf(client, before.holder);
  return Number(row?.fence);
}

/** Ends all connections of a process, and with them its transactions, and returns their number. */
async function endConnectionsOf(client: Sql, holder: string): Promise<number> {
  const ended = await client`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and application_name like ${`%${holder}`}`;
  return ended.length;
}

/**
 * Ends the connections of a holder that has been silent for too long, and with them its lock: a frozen process keeps them
 * open for as long as it is frozen. False if it is not silent.
 */
async function endSilentHolder(client: Sql, opts: Options): Promise<boolean> {
  const silentMs = opts.lostAfterMs ?? LOST_AFTER_MS;
  const [silent] = await client<{ holder: string }[]>`
    select holder from leases where name = ${opts.name} and holder <> ${opts.holder}
      and heartbeat_at < clock_timestamp() - ${silentMs}::float8 * interval '1 millisecond'`;
  if (silent === undefined) return false;
  const connections = await endConnectionsOf(client, silent.holder);
  if (connections === 0) return false;
  opts.log.warn(
    { lease: opts.name, holder: silent.holder, connections },
    "the holder of the lease is silent; its connections are ended, and this process takes over",
  );
  return true;
}

/** Null if the holder is not silent, or if another process was faster. */
async function takeFromSilent(client: Sql, opts: Options, signal: AbortSignal): Promise<number | null> {
  if (!(await endSilentHolder(client, opts))) return null;
  // PostgreSQL releases the lock a moment later.
  await opts.sleep(RELEASE_MS, signal);
  return take(client, opts);
}

/** Holds the lease once: from taking the lock until it is lost, `work` ends or the signal aborts. */
async function holdOnce(opts: Options, work: Work): Promise<LeaseOutcome> {
  const intervalMs = opts.intervalMs ?? INTERVAL_MS;
  const lost = new AbortController();
  const client = connect(opts, () => lost.abort());
  const ended = AbortSignal.any([lost.signal, opts.signal]);
  const ownMs = OWN_SHARE * (opts.lostAfterMs ?? LOST_AFTER_MS);
  let shownAt = monotonicMs();

  const beat = async (fence: number): Promise<boolean> => {
    const sentAt = monotonicMs();
    const rows = await client`
      update leases set heartbeat_at = clock_timestamp()
      where name = ${opts.name} and fence = ${fence} returning 1`.catch(() => []);
    if (rows.length > 0) shownAt = sentAt;
    return rows.length > 0;
  };
  // A dead network does not close the connection, so an unanswered heartbeat is what detects it.
  const watch = async (fence: number) => {
    while (!ended.aborted) {
      await opts.sleep(intervalMs, ended);
      if (ended.aborted) return;
      const late = opts.sleep(intervalMs, ended).then(() => false);
      if (!(await Promise.race([beat(fence), late]))) lost.abort();
    }
  };

  try {
    const fence = (await take(client, opts)) ?? (await takeFromSilent(client, opts, ended));
    if (fence === null || ended.aborted) return { held: false };
    shownAt = monotonicMs();
    opts.log.info({ lease: opts.name, fence }, "lease taken");
    const watching = watch(fence);
    const isValid = () => !lost.signal.aborted && monotonicMs() - shownAt < ownMs;
    const failure = await work(ended, { name: opts.name, fence, isValid }).then(
      () => null,
      (error: unknown) => ({ error }),
    );
    if (lost.signal.aborted) opts.log.warn({ lease: opts.name }, "lease lost");
    lost.abort();
    await watching;
    return { held: true, failure };
  } finally {
    await client.end({ timeout: 1 }).catch(() => undefined);
  }
}

/**
 * Runs `work` while this process holds the named lease: among any number of processes, one works at a time. If the
 * connection is lost or a heartbeat fails, the signal of `work` aborts, and when `work` has ended the process tries to
 * take the lease again. A holder that is silent for 30 s, because its process is frozen, loses the lease. An error of
 * `work` ends the loop and reaches the caller; a lost database does not.
 */
export async function withLease(opts: Options, work: Work): Promise<void> {
  while (!opts.signal.aborted) {
    const outcome = await holdOnce(opts, work).catch((error: unknown): LeaseOutcome => {
      opts.log.warn({ lease: opts.name, error }, "the database cannot be reached");
      return { held: false };
    });
    if (outcome.held && outcome.failure !== null) throw outcome.failure.error;
    await opts.sleep(opts.intervalMs ?? INTERVAL_MS, opts.signal);
  }
}

/** How long ago the holder of each lease showed itself, seconds. No row: nobody has ever held one on this database. */
export const readLeaseSilences = (db: Db): Promise<{ lease: string; silenceS: number }[]> =>
  db.execute(sql`
    select name as lease, extract(epoch from clock_timestamp() - heartbeat_at)::float8 as "silenceS" from leases`);
