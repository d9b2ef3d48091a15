const DAY_MS = 86_400_000;

/**
 * The oldest moment (epoch ms) that a plan of so many days shows; 0 without a limit. On the start of a day (UTC), so
 * that everybody's range begins at the same border all day and one cached answer serves them.
 */
export const reachStart = (historyDays: number | null, nowMs: number): number =>
  historyDays === null ? 0 : Math.max(0, Math.floor(nowMs / DAY_MS) * DAY_MS - historyDays * DAY_MS);
