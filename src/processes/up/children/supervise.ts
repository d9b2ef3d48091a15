import { setTimeout as sleep } from "node:timers/promises";
import { monotonicMs } from "#platform/clock.ts";
import { EXIT_CONFIG } from "#processes/exit-config.ts";
import { describeExit } from "./tied-process.ts";
import type { Exit } from "./tied-process.ts";

const MIN_WAIT_MS = 500;
const MAX_WAIT_MS = 30_000;
/** A child that ran this long has started successfully, so the wait is reset. */
const SETTLED_MS = 60_000;

export type Child = {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  readonly stop: () => Promise<void>;
};

export type Supervised<T extends Child> = {
  /** The running child, or the last one. */
  readonly current: () => T;
  /** How often the child has exited unexpectedly. */
  readonly crashes: () => number;
  /** Whether it ended because of its configuration, so that it is not started again. */
  readonly hasGivenUp: () => boolean;
  /** Restarts the child now, also during the wait after a crash. Resolves when the old one has exited. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/**
 * Keeps one child running: reports an unexpected exit and starts the child again, with a wait that doubles each
 * time. A child that ends with EXIT_CONFIG is not started again. Throws if the first start fails.
 */
export async function supervise<T extends Child>(opts: {
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
  let gaveUp = false;
  let waitMs = MIN_WAIT_MS;

  const pause = async () => {
    opts.report(`  ${opts.name} starts again in ${waitMs / 1000} s`);
    wake = new AbortController();
    const signal = AbortSignal.any([stopping.signal, wake.signal]);
    await sleep(waitMs, undefined, { signal }).catch(() => undefined);
    waitMs = Math.min(waitMs * 2, MAX_WAIT_MS);
  };

  /** Returns true when it runs; false when the start failed, which is reported. */
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
      if (monotonicMs() - since > SETTLED_MS) waitMs = MIN_WAIT_MS;
      if (exit.code === EXIT_CONFIG && !replacing) {
        crashes += 1;
        gaveUp = true;
        opts.report(`! ${opts.name} does not run with this configuration, and is not started again`);
        return;
      }
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
    hasGivenUp: () => gaveUp,
    restart: async () => {
      wake.abort();
      waitMs = MIN_WAIT_MS;
      if (ended) return;
      replacing = true;
      await running.stop();
    },
    stop: async () => {
      stopping.abort();
      await running.stop();
      await watching;
      // A start that was in progress during the first stop may have created a new child.
      await running.stop();
    },
  };
}
