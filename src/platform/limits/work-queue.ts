import { AppError } from "#platform/app-error.ts";

type Waiting = { start: () => void; timer: NodeJS.Timeout };

export type WorkQueue = {
  /** Runs `work` when a slot is free. Throws `unavailable` without running it if it would wait too long. */
  run<T>(work: () => Promise<T>): Promise<T>;
};

/**
 * Bounds one kind of work: how much runs at once, how much may wait, and for how long. Beyond a bound the caller gets
 * `unavailable` with `retryAfterS`, instead of a result that comes too late to be of use.
 */
export function createWorkQueue(opts: {
  slots: number;
  maxWaiting: number;
  maxWaitMs: number;
  /** The error's message for users. */
  message: string;
}): WorkQueue {
  const waiting = new Set<Waiting>();
  let running = 0;
  const refusal = () =>
    new AppError("unavailable", opts.message, {
      retryAfterS: Math.max(1, Math.ceil(opts.maxWaitMs / 1_000)),
    });

  const enter = (): Promise<void> => {
    if (running < opts.slots) {
      running += 1;
      return Promise.resolve();
    }
    if (waiting.size >= opts.maxWaiting) return Promise.reject(refusal());
    return new Promise((resolve, reject) => {
      const entry: Waiting = {
        start: resolve,
        timer: setTimeout(() => {
          waiting.delete(entry);
          reject(refusal());
        }, opts.maxWaitMs),
      };
      waiting.add(entry);
    });
  };

  /** Gives the slot to the one that has waited longest, or frees it. */
  const leave = (): void => {
    const [next] = waiting;
    if (next === undefined) {
      running -= 1;
      return;
    }
    waiting.delete(next);
    clearTimeout(next.timer);
    next.start();
  };

  return {
    run: async (work) => {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
