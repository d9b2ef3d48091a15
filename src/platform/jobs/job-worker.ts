import { PgBoss } from "pg-boss";
import type { JobResult, JobWithMetadata } from "pg-boss";
import { monotonicMs } from "#platform/clock.ts";
import type { JobQueue } from "./jobs.ts";
import type { Log } from "#platform/log/log.ts";
import type { Sleep } from "#platform/sleep.ts";

export type Job = {
  id: string;
  data: unknown;
  sentAtMs: number;
  /** No retry follows this attempt. */
  isLastAttempt: boolean;
  /** Aborts when the run exceeds its time limit or the worker stops. */
  signal: AbortSignal;
};

export type JobHandler = {
  queue: JobQueue;
  /** How many runs are allowed at once in one process. */
  concurrency: number;
  /**
   * `dead`: the job can never succeed and has been logged. A thrown error is logged, and the job is retried later.
   */
  run: (job: Job) => Promise<"done" | "dead">;
};

type Outcome = "done" | "failed" | "dead";

type Options = {
  url: string;
  /** The most connections besides the one that listens; by default 4. */
  pool?: number;
  handlers: readonly JobHandler[];
  log: Log;
  sleep: Sleep;
  /** Told of the end of each run. */
  onRun?: (queue: string, outcome: Outcome) => void;
};

/** Together with pg-boss's own waits, less than the time the worker process has for its shutdown. */
const STOP_GRACE_MS = 2_500;
const RETRY_MS = 2_000;
const POOL_SIZE = 4;
const WARN_EVERY_MS = 10_000;
/** Poll interval for delayed jobs; new jobs arrive by LISTEN/NOTIFY. */
const POLL_INTERVAL_S = 2;

function open({ url, pool = POOL_SIZE, log }: Options): PgBoss {
  const boss = new PgBoss({
    connectionString: url,
    max: pool,
    application_name: "ge-metrics jobs",
    connectionTimeoutMillis: 5_000,
    options: "-c statement_timeout=30000 -c lock_timeout=5000",
    useListenNotify: true,
    // Only the migration creates and changes the tables.
    migrate: false,
    createSchema: false,
    schedule: false,
    superviseIntervalSeconds: 30,
    monitorIntervalSeconds: 30,
    maintenanceIntervalSeconds: 600,
    flowIntervalSeconds: 3_600,
  });
  // While the database is down, every loop of every queue reports it here, so warnings are limited.
  let quietUntilMs = 0;
  const warn = (error: unknown, message: string) => {
    if (monotonicMs() < quietUntilMs) return;
    quietUntilMs = monotonicMs() + WARN_EVERY_MS;
    log.warn({ error }, message);
  };
  boss.on("error", (error) => warn(error, "the job queues cannot be reached"));
  boss.on("warning", ({ message }) => warn(undefined, message));
  return boss;
}

async function runOnce(
  handler: JobHandler,
  job: JobWithMetadata<unknown>,
  { log, onRun }: Pick<Options, "log" | "onRun">,
): Promise<JobResult> {
  const isLastAttempt = job.retryCount >= job.retryLimit;
  const at = { queue: job.name, job: job.id, attempt: job.retryCount + 1 };
  try {
    const outcome = await handler.run({
      id: job.id,
      data: job.data,
      sentAtMs: job.createdOn.getTime(),
      isLastAttempt,
      signal: job.signal,
    });
    onRun?.(job.name, outcome);
    return { id: job.id, status: outcome === "done" ? "completed" : "deadletter" };
  } catch (error) {
    onRun?.(job.name, "failed");
    if (isLastAttempt) log.error({ ...at, error }, "a job failed for the last time");
    else log.warn({ ...at, error }, "a job failed; it is tried again later");
    return {
      id: job.id,
      status: "failed",
      output: { error: error instanceof Error ? error.name : "unknown" },
    };
  }
}

/** Starts one loop that runs a job at a time; the caller starts as many as the handler's concurrency. */
async function startLoop(boss: PgBoss, handler: JobHandler, opts: Options): Promise<void> {
  let loop: string | undefined;
  loop = await boss.work(
    handler.queue.name,
    {
      includeMetadata: true,
      perJobResults: true,
      batchSize: 1,
      pollingIntervalSeconds: POLL_INTERVAL_S,
      notifyPollingIntervalSeconds: POLL_INTERVAL_S,
      // Without it, a waiting job whose key is running would hide the other jobs of its queue.
      ...(handler.queue.policy === "key" ? { groupConcurrency: 1 } : {}),
    },
    async (jobs) => {
      const results = await Promise.all(jobs.map((job) => runOnce(handler, job, opts)));
      // More jobs may be waiting: poll again at once instead of at the next interval.
      if (loop !== undefined) boss.notifyWorker(loop);
      return results;
    },
  );
}

const untilAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });

/**
 * Runs the jobs of the queues until `signal` aborts. Running jobs then get 2.5 s; those that do not end are retried
 * later. Any number of processes may call it; each job goes to one of them. With no handlers it still does
 * maintenance: expired jobs, and jobs of dead workers. If the database is down it waits; it never throws.
 */
export async function workQueues(opts: Options, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const boss = open(opts);
    try {
      await boss.start();
      const loops = opts.handlers.flatMap((handler) =>
        Array.from({ length: handler.concurrency }, () => startLoop(boss, handler, opts)),
      );
      await Promise.all(loops);
      await untilAborted(signal);
    } catch (error) {
      opts.log.warn({ error, waitMs: RETRY_MS }, "the job queues cannot be opened");
      await opts.sleep(RETRY_MS, signal);
    }
    await boss.stop({ graceful: signal.aborted, timeout: STOP_GRACE_MS }).catch((error: unknown) => {
      opts.log.warn({ error }, "the job queues did not close cleanly");
    });
  }
}
