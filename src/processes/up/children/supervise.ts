import { setTimeout as sleep } from "node:timers/promises";
import { monotonicMs } from "#platform/clock.ts";
import { describeExit } from "./tied-process.ts";
import type { Exit } from "./tied-process.ts";

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** Who lived this long has not failed at starting, so the waits begin anew. */
const SETTLED_MS = 60_000;

export type Running = {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  readonly stop: () => Promise<void>;
};

export type Supervised<T extends Running> = {
  /** What runs now, or ran last. */
  readonly current: () => T;
  /** How often it has ended by itself. */
  readonly crashes: () => number;
  /** Replaces it now, also while it waits after a crash; resolves when the old one is gone. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/**
 * Keeps one child running: an end that nobody asked for is reported and it is started again, with waits
 * that double. The first start is the caller's to handle: it throws.
 */
export async function supervise<T extends Running>(opts: {
  name: string;
  start: () => Promise<T>;
  report: (text: string) => void;
}): Promise<Supervised<T>> {
  const stopping = new AbortController();
  let running = await opts.start();
  let wake = new AbortController();
  let replacing = false;
  let ended = false;
  let crashes = 0;
  let waitMs = FIRST_WAIT_MS;

  const pause = async () => {
    opts.report(`  ${opts.name} starts again in ${waitMs / 1000} s`);
    wake = new AbortController();
    const signal = AbortSignal.any([stopping.signal, wake.signal]);
    await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
  };

  /** True once it runs; false when it failed, which has been reported. */
  const startOnce = async (): Promise<boolean> => {
    try {
      running = await opts.start();
      return true;
    } catch (error) {
      opts.report(`! ${opts.name} did not start: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  };

  const startAgain = async () => {
    if (replacing) {
      replacing = false;
      if (await startOnce()) return;
    }
    while (!stopping.signal.aborted) {
      await pause();
      if (stopping.signal.aborted) return;
      if (await startOnce()) {
        opts.report(`  ${opts.name} runs again`);
        return;
      }
    }
  };

  const watch = async () => {
    while (!stopping.signal.aborted) {
      const since = monotonicMs();
      ended = false;
      const exit = await running.exited;
      ended = true;
      if (stopping.signal.aborted) return;
      if (monotonicMs() - since > SETTLED_MS) waitMs = FIRST_WAIT_MS;
      if (!replacing) {
        crashes += 1;
        opts.report(`! ${opts.name} ended unexpectedly (${describeExit(exit)})`);
      }
      await startAgain();
    }
  };
  const watching = watch();

  return {
    current: () => running,
    crashes: () => crashes,
    restart: async () => {
      wake.abort();
      waitMs = FIRST_WAIT_MS;
      if (ended) return;
      replacing = true;
      await running.stop();
    },
    stop: async () => {
      stopping.abort();
      await running.stop();
      await watching;
      // A start that was under way while we asked has made a new one.
      await running.stop();
    },
  };
}
