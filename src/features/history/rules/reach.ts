const DAY_MS = 86_400_000;

/**
 * Returns the oldest time (epoch ms) that a plan with this many days of history shows; 0 without a limit. It is the
 * start of a UTC day, so that all requests of a day share cached answers.
 */
export const reachStart = (historyDays: number | null, nowMs: number): number =>
  historyDays === null ? 0 : Math.max(0, Math.floor(nowMs / DAY_MS) * DAY_MS - historyDays * DAY_MS);
