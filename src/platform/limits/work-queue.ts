import { AppError } from "#platform/app-error.ts";

type Waiting = { start: () => void; fail: (error: AppError) => void; timer: NodeJS.Timeout };

export type WorkQueue = {
  /** Runs `work` as soon as a slot is free. Throws `unavailable` where it would wait too long, without running it. */
  run<T>(work: () => Promise<T>, opts?: { first?: boolean }): Promise<T>;
  /** How many run, and how many wait. */
  size(): { running: number; waiting: number };
};

/**
 * Bounds how much of one kind of work runs at once, how much may wait for it, and for how long. `first` goes before
 * everything that waits without it. Beyond the bounds the caller gets `unavailable` with `retryAfterS` at once, instead
 * of an answer that comes too late to be of use.
 */
export function createWorkQueue(opts: {
  slots: number;
  maxWaiting: number;
  maxWaitMs: number;
  /** What the caller reads when there is no room. */
  message: string;
}): WorkQueue {
  const urgent: Waiting[] = [];
  const ordinary: Waiting[] = [];
  let running = 0;
  const refusal = () =>
    new AppError("unavailable", opts.message, {
      retryAfterS: Math.max(1, Math.ceil(opts.maxWaitMs / 1_000)),
    });

  const startNext = () => {
    running -= 1;
    const next = urgent.shift() ?? ordinary.shift();
    if (next === undefined) return;
    clearTimeout(next.timer);
    next.start();
  };

  const enter = (first: boolean): Promise<void> => {
    if (running < opts.slots) {
      running += 1;
      return Promise.resolve();
    }
    if (urgent.length + ordinary.length >= opts.maxWaiting) {
      // Whoever goes first takes the place of the last one who does not.
      const last = first ? ordinary.pop() : undefined;
      if (last === undefined) return Promise.reject(refusal());
      clearTimeout(last.timer);
      last.fail(refusal());
    }
    const line = first ? urgent : ordinary;
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        start: () => {
          running += 1;
          resolve();
        },
        fail: reject,
        timer: setTimeout(() => {
          line.splice(line.indexOf(waiting), 1);
          reject(refusal());
        }, opts.maxWaitMs),
      };
      line.push(waiting);
    });
  };

  return {
    run: async (work, { first = false } = {}) => {
      await enter(first);
      try {
        return await work();
      } finally {
        startNext();
      }
    },
    size: () => ({ running, waiting: urgent.length + ordinary.length }),
  };
}
