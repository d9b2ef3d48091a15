import type { PriceHistory } from "#features/history/contract.ts";

/** One bucket of a chart. `at`: its start (epoch ms). A side without trades is null with volume 0. */
export type SeriesPoint = {
  at: number;
  high: number | null;
  low: number | null;
  highVolume: number;
  lowVolume: number;
};

/**
 * Lists every bucket that starts in the history's [from, to), including those without trades, so that the axis is evenly
 * spaced in time.
 */
export function toSeries({ columns, stepS, from, to }: PriceHistory): SeriesPoint[] {
  const step = stepS * 1000;
  const indexAt = new Map(columns.at.map((at, index) => [at, index]));
  const points: SeriesPoint[] = [];
  for (let at = Math.ceil(from / step) * step; at < to; at += step) {
    const index = indexAt.get(at) ?? -1;
    points.push({
      at,
      high: columns.avgHigh[index] ?? null,
      low: columns.avgLow[index] ?? null,
      highVolume: columns.highVolume[index] ?? 0,
      lowVolume: columns.lowVolume[index] ?? 0,
    });
  }
  return points;
}

const isTraded = (point: SeriesPoint): boolean => point.high !== null || point.low !== null;

/** An axis with fewer points looks broken. */
const LEAST_POINTS = 30;

/** Cuts the buckets before the first trade, but keeps at least 30 points. */
export function withoutLead(points: readonly SeriesPoint[]): readonly SeriesPoint[] {
  const first = points.findIndex(isTraded);
  const latest = Math.max(0, points.length - LEAST_POINTS);
  return points.slice(first < 0 ? latest : Math.min(first, latest));
}

/** A start without trades is mentioned if it is longer than this share of the range. */
const LATE_SHARE = 0.1;

/** Returns the start (epoch ms) of the first bucket with a trade if that is late in the series; null otherwise. */
export function lateStartOf(points: readonly SeriesPoint[]): number | null {
  const first = points.findIndex(isTraded);
  return first > points.length * LATE_SHARE ? (points[first]?.at ?? null) : null;
}

/** The course of one side over a series, gp. */
export type Course = { first: number; last: number; min: number; max: number };

export type Digest = {
  high: Course | null;
  low: Course | null;
  highVolume: number;
  lowVolume: number;
  traded: number;
  buckets: number;
};

function courseOf(prices: readonly (number | null)[]): Course | null {
  const known = prices.filter((price) => price !== null);
  const [first] = known;
  const last = known.at(-1);
  if (first === undefined || last === undefined) return null;
  // Not Math.min(...known): a month of 5m buckets is close to some engines' limit of arguments.
  const min = known.reduce((least, price) => Math.min(least, price));
  const max = known.reduce((most, price) => Math.max(most, price));
  return { first, last, min, max };
}

/** Summarises a series in a few numbers, for the text description. `traded` counts buckets with trades. */
export function digestOf(points: readonly SeriesPoint[]): Digest {
  return {
    high: courseOf(points.map((point) => point.high)),
    low: courseOf(points.map((point) => point.low)),
    highVolume: points.reduce((sum, point) => sum + point.highVolume, 0),
    lowVolume: points.reduce((sum, point) => sum + point.lowVolume, 0),
    traded: points.filter(isTraded).length,
    buckets: points.length,
  };
}
