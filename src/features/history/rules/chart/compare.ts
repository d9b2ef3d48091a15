import { midOf } from "./candles.ts";
import type { SeriesPoint } from "./series.ts";

const BASE = 100;

/**
 * Scales the mid prices of a series at the buckets `at` so that the first known one is 100: items of 5 gp and of 500m
 * then share an axis. Null where the mid price is unknown.
 */
export function indexedTo100(at: readonly number[], points: readonly SeriesPoint[]): (number | null)[] {
  const mids = new Map(points.map((point) => [point.at, midOf(point)]));
  const base = at.map((each) => mids.get(each) ?? null).find((mid) => mid !== null && mid > 0) ?? null;
  return at.map((each) => {
    const mid = mids.get(each) ?? null;
    return mid === null || base === null ? null : (BASE * mid) / base;
  });
}
