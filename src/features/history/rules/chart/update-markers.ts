import type { GameUpdate } from "#features/history/contract.ts";

/** A game update at the bucket of a chart in which it came. */
export type UpdateMark = { index: number; update: GameUpdate };

/** The updates that fall on an evenly spaced axis (`at`: starts of buckets, each `stepMs` long), oldest first. */
export function marksOf(at: readonly number[], stepMs: number, updates: readonly GameUpdate[]): UpdateMark[] {
  const [start] = at;
  if (start === undefined) return [];
  return updates
    .map((update) => ({ index: Math.floor((update.at - start) / stepMs), update }))
    .filter(({ index }) => index >= 0 && index < at.length)
    .toSorted((a, b) => a.update.at - b.update.at);
}
