import { LRUCache } from "lru-cache";
import { AppError } from "#platform/app-error.ts";

/** Whose work it is. Among those that wait, the known come first, then those for whom least ran of late. */
export type WorkOwner = {
  /** What the owner is counted by, such as its IP address. */
  key: string;
  /** Whether it has proved who it is, for example by a device that has signed in before. */
  isKnown?: boolean;
};

type Waiting = { owner: WorkOwner; start: () => void; refuse: () => void; timer: NodeJS.Timeout };

export type WorkQueue = {
  /**
   * Runs `work` when a slot is free. Throws `unavailable` without running it if it would wait too long, or if the queue is
   * full of owners who come before this one.
   */
  run<T>(work: () => Promise<T>, owner?: WorkOwner): Promise<T>;
};

/** How long work counts against its owner, and of how many owners it is remembered. */
const RECENT_MS = 10_000;
const MAX_OWNERS = 10_000;
const NOBODY: WorkOwner = { key: "" };

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
  /** After each piece of work its slot rests for as long as the work took, so that half of the time is left for others. */
  rests?: boolean;
}): WorkQueue {
  const waiting = new Set<Waiting>();
  const recent = new LRUCache<string, number>({
    max: MAX_OWNERS,
    ttl: RECENT_MS,
    noUpdateTTL: true,
    perf: { now: () => performance.now() },
  });
  let running = 0;
  const refusal = () =>
    new AppError("unavailable", opts.message, {
      retryAfterS: Math.max(1, Math.ceil(opts.maxWaitMs / 1_000)),
    });

  const rankOf = ({ key, isKnown = false }: WorkOwner): number => (isKnown ? -1 : (recent.get(key) ?? 0));
  const begin = ({ key }: WorkOwner): void => void recent.set(key, (recent.get(key) ?? 0) + 1);

  /** The first of the lowest rank, or the last of the highest. */
  const pick = (which: "next" | "last"): Waiting | undefined => {
    let best: { entry: Waiting; rank: number } | undefined;
    for (const entry of waiting) {
      const rank = rankOf(entry.owner);
      const isBetter = best === undefined || (which === "next" ? rank < best.rank : rank >= best.rank);
      if (isBetter) best = { entry, rank };
    }
    return best?.entry;
  };

  const leaveQueue = (entry: Waiting): void => {
    waiting.delete(entry);
    clearTimeout(entry.timer);
  };

  /** Makes room for `owner` if the last in the queue comes after it. */
  const makeRoom = (owner: WorkOwner): boolean => {
    const last = pick("last");
    if (last === undefined || rankOf(last.owner) <= rankOf(owner)) return false;
    leaveQueue(last);
    last.refuse();
    return true;
  };

  const enter = (owner: WorkOwner): Promise<void> => {
    if (running < opts.slots) {
      running += 1;
      return Promise.resolve();
    }
    if (waiting.size >= opts.maxWaiting && !makeRoom(owner)) return Promise.reject(refusal());
    return new Promise((resolve, reject) => {
      const refuse = () => reject(refusal());
      const timer = setTimeout(() => {
        waiting.delete(entry);
        refuse();
      }, opts.maxWaitMs);
      const entry: Waiting = { owner, start: resolve, refuse, timer };
      waiting.add(entry);
    });
  };

  /** Gives the slot to the next in the queue, or frees it. */
  const leave = (): void => {
    const next = pick("next");
    if (next === undefined) {
      running -= 1;
      return;
    }
    leaveQueue(next);
    next.start();
  };

  return {
    run: async (work, owner = NOBODY) => {
      await enter(owner);
      begin(owner);
      const startedAt = performance.now();
      try {
        return await work();
      } finally {
        if (opts.rests === true) setTimeout(leave, performance.now() - startedAt);
        else leave();
      }
    },
  };
}
