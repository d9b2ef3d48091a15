/** A stretch of time in epoch ms, its end not included. */
export type TimeInterval = [fromMs: number, toMs: number];

/** Buckets by their starts, and further stretches, as the fewest stretches in time order. */
export function mergeIntervals(stretches: readonly TimeInterval[]): TimeInterval[] {
  const joined: TimeInterval[] = [];
  for (const [from, to] of stretches.toSorted(([a], [b]) => a - b)) {
    const before = joined.at(-1);
    if (before !== undefined && from <= before[1]) before[1] = Math.max(before[1], to);
    else if (from < to) joined.push([from, to]);
  }
  return joined;
}

/** Of each stretch the buckets of `widthMs` that lie wholly within it: a bucket with one known part is known. */
export const wholeBuckets = (stretches: readonly TimeInterval[], widthMs: number): TimeInterval[] =>
  stretches
    .map(([from, to]): TimeInterval => [
      Math.ceil(from / widthMs) * widthMs,
      Math.floor(to / widthMs) * widthMs,
    ])
    .filter(([from, to]) => from < to);
