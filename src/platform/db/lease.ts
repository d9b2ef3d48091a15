import postgres from "postgres";
import type { Log } from "#platform/log/log.ts";
import type { Sleep } from "#platform/sleep.ts";

type Options = {
  /** The database whose advisory lock is the lease. */
  url: string;
  name: string;
  log: Log;
  sleep: Sleep;
  signal: AbortSignal;
  /** How often a waiting process tries to take the lease, and how often the holder checks its connection. */
  intervalMs?: number;
};

type LeaseOutcome = { held: false } | { held: true; failure: { error: unknown } | null };

const INTERVAL_MS = 5_000;

/** A session lock lasts as long as its connection, so the connection is neither recycled nor closed when idle. */
const connect = (url: string, onClose: () => void) =>
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
      application_name: "ge-metrics lease",
      statement_timeout: 5_000,
      tcp_keepalives_idle: 10,
      tcp_keepalives_interval: 5,
      tcp_keepalives_count: 3,
    },
  });

/** Holds the lease once: from taking the lock until the connection is lost, `work` ends or the signal aborts. */
async function holdOnce(opts: Options, work: (signal: AbortSignal) => Promise<void>): Promise<LeaseOutcome> {
  const intervalMs = opts.intervalMs ?? INTERVAL_MS;
  const lost = new AbortController();
  const client = connect(opts.url, () => lost.abort());
  const ended = AbortSignal.any([lost.signal, opts.signal]);

  // A dead network does not close the connection, so an unanswered query is what detects it.
  const watch = async () => {
    while (!ended.aborted) {
      await opts.sleep(intervalMs, ended);
      if (ended.aborted) return;
      const answered = client`select 1`.then(
        () => true,
        () => false,
      );
      const late = opts.sleep(intervalMs, ended).then(() => false);
      if (!(await Promise.race([answered, late]))) lost.abort();
    }
  };

  try {
    const [lock] = await client<{ taken: boolean }[]>`
      select pg_try_advisory_lock(hashtextextended(${opts.name}, 0)) as taken`;
    if (!lock?.taken || ended.aborted) return { held: false };

    opts.log.info({ lease: opts.name }, "lease taken");
    const watching = watch();
    const failure = await work(ended).then(
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
 * connection is lost, the signal of `work` aborts, and when `work` has ended the process tries to take the lease
 * again. An error of `work` ends the loop and reaches the caller; a lost database does not.
 */
export async function withLease(opts: Options, work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  while (!opts.signal.aborted) {
    const outcome = await holdOnce(opts, work).catch((error: unknown): LeaseOutcome => {
      opts.log.warn({ lease: opts.name, error }, "the database cannot be reached");
      return { held: false };
    });
    if (outcome.held && outcome.failure !== null) throw outcome.failure.error;
    await opts.sleep(opts.intervalMs ?? INTERVAL_MS, opts.signal);
  }
}
