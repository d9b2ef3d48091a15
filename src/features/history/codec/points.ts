import { noPoints } from "#features/history/rules/series-points.ts";
import type { Points } from "#features/history/rules/series-points.ts";
import type { BucketRow } from "#features/history/ingest/parse-bucket.ts";

type Point = Pick<BucketRow, "avgHigh" | "avgLow" | "highVolume" | "lowVolume">;

export function pushPoint(into: Points, atMs: number, point: Point): void {
  into.at.push(atMs);
  into.avgHigh.push(point.avgHigh);
  into.avgLow.push(point.avgLow);
  into.highVolume.push(point.highVolume);
  into.lowVolume.push(point.lowVolume);
}

export function copyPoint(from: Points, index: number, into: Points): void {
  into.at.push(from.at[index] ?? 0);
  into.avgHigh.push(from.avgHigh[index] ?? null);
  into.avgLow.push(from.avgLow[index] ?? null);
  into.highVolume.push(from.highVolume[index] ?? 0);
  into.lowVolume.push(from.lowVolume[index] ?? 0);
}

const isSame = (a: Points, i: number, b: Points, j: number): boolean =>
  a.avgHigh[i] === b.avgHigh[j] &&
  a.avgLow[i] === b.avgLow[j] &&
  a.highVolume[i] === b.highVolume[j] &&
  a.lowVolume[i] === b.lowVolume[j];

export const isEqual = (a: Points, b: Points): boolean =>
  a.at.length === b.at.length && a.at.every((at, index) => at === b.at[index] && isSame(a, index, b, index));

/**
 * Merges two series in time order. If both have a point at a time, `newer` wins. A point of `stored` at a time in
 * `replaced` is removed unless `newer` has one. `changed` counts the points added, changed or removed.
 */
export function mergePoints(
  stored: Points,
  newer: Points,
  replaced: ReadonlySet<number> = new Set(),
): { points: Points; changed: number } {
  const points = noPoints();
  let changed = 0;
  let j = 0;
  for (let i = 0; i < stored.at.length || j < newer.at.length;) {
    const storedAt = stored.at[i] ?? Infinity;
    const newerAt = newer.at[j] ?? Infinity;
    if (newerAt <= storedAt) {
      if (newerAt < storedAt || !isSame(stored, i, newer, j)) changed += 1;
      copyPoint(newer, j, points);
      if (newerAt === storedAt) i += 1;
      j += 1;
    } else {
      if (replaced.has(storedAt)) changed += 1;
      else copyPoint(stored, i, points);
      i += 1;
    }
  }
  return { points, changed };
}

/** Returns the points that start in [fromMs, toMs), epoch ms; the same object if that is all of them. */
export function within(points: Points, fromMs: number, toMs: number): Points {
  const first = points.at.findIndex((at) => at >= fromMs);
  const last = points.at.findLastIndex((at) => at < toMs);
  if (first === 0 && last === points.at.length - 1) return points;
  if (first === -1 || last < first) return noPoints();
  const slice = <T>(column: readonly T[]): T[] => column.slice(first, last + 1);
  return {
    at: slice(points.at),
    avgHigh: slice(points.avgHigh),
    avgLow: slice(points.avgLow),
    highVolume: slice(points.highVolume),
    lowVolume: slice(points.lowVolume),
  };
}
