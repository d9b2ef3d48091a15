import type { GameUpdate } from "#features/history/contract.ts";

/** A game update and the index of its bucket in the chart. */
export type UpdateMark = { index: number; update: GameUpdate };

/** Places updates on an evenly spaced axis, oldest first, without those outside it. `at`: the buckets' starts (epoch ms). */
export function marksOf(at: readonly number[], stepMs: number, updates: readonly GameUpdate[]): UpdateMark[] {
  const [start] = at;
  if (start === undefined) return [];
  return updates
    .map((update) => ({ index: Math.floor((update.at - start) / stepMs), update }))
    .filter(({ index }) => index >= 0 && index < at.length)
    .toSorted((a, b) => a.update.at - b.update.at);
}
