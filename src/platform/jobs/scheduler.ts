import { backoffMs } from "#platform/upstream/backoff.ts";
import { monotonicMs } from "#platform/clock.ts";
import type { Log } from "#platform/log/log.ts";
import type { Sleep } from "#platform/sleep.ts";

/** `run` answers in how many milliseconds it wants to run again. It ends soon when the signal aborts. */
export type Job = { name: string; run: (signal: AbortSignal) => Promise<number> };

type Options = { log: Log; sleep: Sleep; random: () => number; signal: AbortSignal };

const AFTER_FAILURE = { baseMs: 1_000, capMs: 30_000 } as const;

/** A query on a lost connection may never answer: who waits for it longer than this after the stop waits for ever. */
const STOP_GRACE_MS = 3_000;

/** What `work` brings, or `null` when it has not ended some seconds after the signal. */
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

/** A job that throws is logged and run again after a growing pause: nothing ends the loop but the signal. */
async function runOnce(job: Job, failures: number, { log, random, signal }: Options) {
  const startedMs = monotonicMs();
  try {
    return { waitMs: (await withinGrace(job.run(signal), signal)) ?? 0, failures: 0 };
  } catch (error) {
    const waitMs = 500 + backoffMs(failures, AFTER_FAILURE, random);
    if (!signal.aborted) {
      log.error(
        { job: job.name, error, tookMs: Math.round(monotonicMs() - startedMs), waitMs },
        "job failed",
      );
    }
    return { waitMs, failures: failures + 1 };
  }
}

/**
 * Runs the jobs until the signal aborts. Their first runs come one after the other, in the order given: what a
 * page needs first is put first. After that each has a loop of its own and never runs twice at once.
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
