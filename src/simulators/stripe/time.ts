import type { Interval } from "./wire.ts";

/** All times here are Unix seconds, UTC. */
export const HOUR_S = 3_600;
export const DAY_S = 86_400;

/** `count` months after a time; the day is limited to the month's last (31 January gives 28 February). */
function addMonths(anchorS: number, count: number): number {
  const at = new Date(anchorS * 1000);
  const target = new Date(at);
  target.setUTCDate(1);
  target.setUTCMonth(at.getUTCMonth() + count);
  const lastDay = new Date(Date.UTC(target.getUTCFullYear(), target.getUTCMonth() + 1, 0)).getUTCDate();
  target.setUTCDate(Math.min(at.getUTCDate(), lastDay));
  return Math.floor(target.getTime() / 1000);
}

export type Cadence = { interval: Interval; interval_count: number };

/** The time `times` intervals after an anchor. */
export function addIntervals(anchorS: number, { interval, interval_count }: Cadence, times: number): number {
  const count = interval_count * times;
  switch (interval) {
    case "day":
      return anchorS + count * DAY_S;
    case "week":
      return anchorS + count * 7 * DAY_S;
    case "month":
      return addMonths(anchorS, count);
    case "year":
      return addMonths(anchorS, count * 12);
  }
}

/**
 * The first period boundary after `startS`. Counted from the anchor, so that a day cut by February is restored in
 * March.
 */
export function nextBoundary(anchorS: number, cadence: Cadence, startS: number): number {
  const length = addIntervals(anchorS, cadence, 1) - anchorS;
  let times = Math.max(0, Math.floor((startS - anchorS) / length) - 1);
  while (addIntervals(anchorS, cadence, times) <= startS) times += 1;
  return addIntervals(anchorS, cadence, times);
}

export const sameCadence = (a: Cadence, b: Cadence): boolean =>
  a.interval === b.interval && a.interval_count === b.interval_count;
