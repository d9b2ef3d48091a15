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
  /** No further try follows this one. */
  last: boolean;
  /** Aborts when the run has taken too long or the worker stops. */
  signal: AbortSignal;
};

export type JobHandler = {
  queue: JobQueue;
  /** How many run at once in one process. */
  concurrency: number;
  /** `dead`: it can never be done, and has been logged. What it throws is logged, and it is tried again later. */
  run: (job: Job) => Promise<"done" | "dead">;
};

type Options = { url: string; handlers: readonly JobHandler[]; log: Log; sleep: Sleep };

/** With the waits of pg-boss around it less than what the worker's process grants its stop. */
const STOP_GRACE_MS = 2_500;
const AGAIN_MS = 2_000;
const WARN_EVERY_MS = 10_000;
/** Between looks for jobs whose wait is over; new ones announce themselves. */
const LOOK_EVERY_S = 2;

function open({ url, log }: Options): PgBoss {
  const boss = new PgBoss({
    connectionString: url,
    max: 4,
    application_name: "ge-metrics jobs",
    connectionTimeoutMillis: 5_000,
    options: "-c statement_timeout=30000 -c lock_timeout=5000",
    useListenNotify: true,
    // Tables are the migration's alone.
    migrate: false,
    createSchema: false,
    schedule: false,
    superviseIntervalSeconds: 30,
    monitorIntervalSeconds: 30,
    maintenanceIntervalSeconds: 600,
    flowIntervalSeconds: 3_600,
  });
  // A lost database shows here, from every loop of every queue, until it is back.
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

async function runOnce(handler: JobHandler, job: JobWithMetadata<unknown>, log: Log): Promise<JobResult> {
  const last = job.retryCount >= job.retryLimit;
  const at = { queue: job.name, job: job.id, attempt: job.retryCount + 1 };
  try {
    const outcome = await handler.run({
      id: job.id,
      data: job.data,
      sentAtMs: job.createdOn.getTime(),
      last,
      signal: job.signal,
    });
    return { id: job.id, status: outcome === "done" ? "completed" : "deadletter" };
  } catch (error) {
    if (last) log.error({ ...at, error }, "a job failed for the last time");
    else log.warn({ ...at, error }, "a job failed; it is tried again later");
    return {
      id: job.id,
      status: "failed",
      output: { error: error instanceof Error ? error.name : "unknown" },
    };
  }
}

/** One loop that takes a job at a time; as many of them as the handler may run at once. */
async function attach(boss: PgBoss, handler: JobHandler, log: Log): Promise<void> {
  let loop: string | undefined;
  loop = await boss.work(
    handler.queue.name,
    {
      includeMetadata: true,
      perJobResults: true,
      batchSize: 1,
      pollingIntervalSeconds: LOOK_EVERY_S,
      notifyPollingIntervalSeconds: LOOK_EVERY_S,
      // Without it a waiting job whose key is running would keep the others of its queue from being seen.
      ...(handler.queue.policy === "key" ? { groupConcurrency: 1 } : {}),
    },
    async (jobs) => {
      const results = await Promise.all(jobs.map((job) => runOnce(handler, job, log)));
      // Where there was one job there may be more: it looks again at once instead of at its next turn.
      if (loop !== undefined) boss.notifyWorker(loop);
      return results;
    },
  );
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });

/**
 * Works the queues until `signal` aborts; then jobs under way get 2.5 s, and what did not end is tried again later. Any
 * number of processes may, each job goes to one of them. With no handler it still tidies up: jobs past their time, and
 * those of workers that died. A database that is away is waited for: nothing throws.
 */
export async function workQueues(opts: Options, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const boss = open(opts);
    try {
      await boss.start();
      const loops = opts.handlers.flatMap((handler) =>
        Array.from({ length: handler.concurrency }, () => attach(boss, handler, opts.log)),
      );
      await Promise.all(loops);
      await aborted(signal);
    } catch (error) {
      opts.log.warn({ error, waitMs: AGAIN_MS }, "the job queues cannot be opened");
      await opts.sleep(AGAIN_MS, signal);
    }
    await boss.stop({ graceful: signal.aborted, timeout: STOP_GRACE_MS }).catch((error: unknown) => {
      opts.log.warn({ error }, "the job queues did not close cleanly");
    });
  }
}
