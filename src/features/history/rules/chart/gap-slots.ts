import type { TimeInterval } from "#features/history/rules/time-interval.ts";

/** Stretches of an axis: indices of the first and the last of its buckets, both included. */
export type Slots = { first: number; last: number };

/**
 * The buckets of an evenly spaced axis that lie wholly or partly within stretches without data; those that touch are
 * one. `at` are the buckets' starts, `stepMs` their length; what lies outside of the axis is cut off.
 */
export function slotsOf(at: readonly number[], stepMs: number, stretches: readonly TimeInterval[]): Slots[] {
  const [start] = at;
  if (start === undefined) return [];
  const slots: Slots[] = [];
  for (const [from, to] of stretches.toSorted(([a], [b]) => a - b)) {
    const first = Math.max(0, Math.floor((from - start) / stepMs));
    const last = Math.min(at.length - 1, Math.ceil((to - start) / stepMs) - 1);
    if (first > last) continue;
    const before = slots.at(-1);
    if (before !== undefined && first <= before.last + 1) before.last = Math.max(before.last, last);
    else slots.push({ first, last });
  }
  return slots;
}
