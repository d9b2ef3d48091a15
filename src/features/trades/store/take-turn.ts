import { AppError } from "#platform/app-error.ts";
import { createWorkQueue } from "#platform/limits/work-queue.ts";

/** Fewer than the connections of the smallest pool in use, so that changes of ledgers leave some to other requests. */
const SLOTS = 3;
const MAX_WAITING = 100;
const MAX_WAIT_MS = 10_000;
/** How many changes of one ledger may wait in a process: each holds its input in memory. */
const MAX_TURNS = 10;
const BUSY = "Many ledgers are being changed. Try again in a few seconds";
const OWN_BUSY = "Your ledger is being changed. Try again in a few seconds";

const queue = createWorkQueue({
  slots: SLOTS,
  maxWaiting: MAX_WAITING,
  maxWaitMs: MAX_WAIT_MS,
  message: BUSY,
});

type Lane = { last: Promise<unknown>; turns: number };
const lanes = new Map<string, Lane>();

/**
 * Runs changes of a trader's ledger one after another, and few of all traders at once: a change that waits for the
 * ledger's row would hold a connection meanwhile. Throws `unavailable` if too many wait.
 */
export async function takeTurn<T>(userId: string, work: () => Promise<T>): Promise<T> {
  const lane = lanes.get(userId) ?? { last: Promise.resolve(), turns: 0 };
  if (lane.turns >= MAX_TURNS) throw new AppError("unavailable", OWN_BUSY, { retryAfterS: 5 });
  lanes.set(userId, lane);
  lane.turns += 1;
  const mine = lane.last.then(() => queue.run(work, { key: userId }));
  lane.last = mine.catch(() => undefined);
  try {
    return await mine;
  } finally {
    lane.turns -= 1;
    if (lane.turns === 0) lanes.delete(userId);
  }
}
