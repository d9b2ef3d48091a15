import { backoffMs } from "#platform/upstream/backoff.ts";
import { monotonicMs } from "#platform/clock.ts";
import type { Log } from "#platform/log/log.ts";
import type { Sleep } from "#platform/sleep.ts";

/** `run` resolves with the delay in milliseconds before its next run. It ends soon after the signal aborts. */
export type Job = { name: string; run: (signal: AbortSignal) => Promise<number> };

type Options = {
  log: Log;
  sleep: Sleep;
  random: () => number;
  signal: AbortSignal;
  /** Told of the end of each run. */
  onRun?: (job: string, outcome: "done" | "failed") => void;
};

const AFTER_FAILURE = { baseMs: 1_000, capMs: 30_000 } as const;

/** A query on a lost connection may never be answered, so a shutdown does not wait longer than this for a job. */
const STOP_GRACE_MS = 3_000;

/** Resolves with the result of `work`, or with null if it has not ended `graceMs` after the signal aborts. */
export async function withinGrace<T>(
  work: Promise<T>,
  signal: AbortSignal,
  graceMs = STOP_GRACE_MS,
): Promise<T | null> {
  const over = Promise.withResolvers<null>();
  let timer: NodeJS.Timeout | undefined;
  const start = () => {
    timer = setTimeout(() => over.resolve(null), graceMs);
  };
  if (signal.aborted) start();
  else signal.addEventListener("abort", start, { once: true });
  try {
    return await Promise.race([work, over.promise]);
  } finally {
    signal.removeEventListener("abort", start);
    clearTimeout(timer);
  }
}

/** Logs a failed run and retries it with a growing delay: only the signal ends the loop. */
async function runOnce(job: Job, failures: number, { log, random, signal, onRun }: Options) {
  const startedMs = monotonicMs();
  try {
    const waitMs = (await withinGrace(job.run(signal), signal)) ?? 0;
    onRun?.(job.name, "done");
    return { waitMs, failures: 0 };
  } catch (error) {
    const waitMs = 500 + backoffMs(failures, AFTER_FAILURE, random);
    if (!signal.aborted) {
      onRun?.(job.name, "failed");
      log.error(
        { job: job.name, error, tookMs: Math.round(monotonicMs() - startedMs), waitMs },
        "job failed",
      );
    }
    return { waitMs, failures: failures + 1 };
  }
}

/**
 * Runs the jobs until the signal aborts. The first runs are sequential, in the given order, so put the data that
 * pages need first. After that each job has its own loop and never overlaps with itself.
 */
export async function runJobs(jobs: readonly Job[], opts: Options): Promise<void> {
  const loop = async (job: Job, first: { waitMs: number; failures: number }) => {
    let last = first;
    for (;;) {
      await opts.sleep(last.waitMs, opts.signal);
      if (opts.signal.aborted) return;
      last = await runOnce(job, last.failures, opts);
    }
  };

  const loops: Promise<void>[] = [];
  for (const job of jobs) {
    if (opts.signal.aborted) break;
    loops.push(loop(job, await runOnce(job, 0, opts)));
  }
  await Promise.all(loops);
}
