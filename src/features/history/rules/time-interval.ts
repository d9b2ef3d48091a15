/** An interval of time in epoch ms, without its end. */
export type TimeInterval = [fromMs: number, toMs: number];

/** Merges intervals that touch or overlap. Returns them in time order, without empty ones. */
export function mergeIntervals(intervals: readonly TimeInterval[]): TimeInterval[] {
  const merged: TimeInterval[] = [];
  for (const [from, to] of intervals.toSorted(([a], [b]) => a - b)) {
    const before = merged.at(-1);
    if (before !== undefined && from <= before[1]) before[1] = Math.max(before[1], to);
    else if (from < to) merged.push([from, to]);
  }
  return merged;
}

/** Shrinks each interval to the whole buckets of `widthMs` inside it: a bucket that is partly known is no gap. */
export const wholeBuckets = (intervals: readonly TimeInterval[], widthMs: number): TimeInterval[] =>
  intervals
    .map(([from, to]): TimeInterval => [
      Math.ceil(from / widthMs) * widthMs,
      Math.floor(to / widthMs) * widthMs,
    ])
    .filter(([from, to]) => from < to);
