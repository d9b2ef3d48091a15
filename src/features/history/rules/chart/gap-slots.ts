import type { TimeInterval } from "#features/history/rules/time-interval.ts";

/** A range of buckets on an axis: the indices of the first and the last one, both included. */
export type Slots = { first: number; last: number };

/**
 * Finds the buckets of an evenly spaced axis that overlap intervals without data, merged where they touch and clipped
 * to the axis. `at`: the buckets' starts (epoch ms). `stepMs`: their length.
 */
export function slotsOf(at: readonly number[], stepMs: number, intervals: readonly TimeInterval[]): Slots[] {
  const [start] = at;
  if (start === undefined) return [];
  const slots: Slots[] = [];
  for (const [from, to] of intervals.toSorted(([a], [b]) => a - b)) {
    const first = Math.max(0, Math.floor((from - start) / stepMs));
    const last = Math.min(at.length - 1, Math.ceil((to - start) / stepMs) - 1);
    if (first > last) continue;
    const before = slots.at(-1);
    if (before !== undefined && first <= before.last + 1) before.last = Math.max(before.last, last);
    else slots.push({ first, last });
  }
  return slots;
}
