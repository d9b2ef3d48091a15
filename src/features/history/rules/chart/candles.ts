import type { SeriesPoint } from "./series.ts";

/** The course of the mid price within one bucket, gp; it may end in .5. */
export type Candle = { open: number; highest: number; lowest: number; close: number };

/** A bucket of a candle chart, with the volume of each side. `candle` is null if the mid price was never known. */
export type CandlePoint = { at: number; candle: Candle | null; highVolume: number; lowVolume: number };

/** The mean of both sides, gp. Null if one side is unknown: a single side's price would make the mid price jump. */
export const midOf = ({ high, low }: Pick<SeriesPoint, "high" | "low">): number | null =>
  high === null || low === null ? null : (high + low) / 2;

/** The first Monday after the epoch: weeks start on Mondays. Days and hours divide this offset evenly. */
const MONDAY_MS = 4 * 86_400_000;

const startOf = (atMs: number, widthMs: number): number =>
  Math.floor((atMs - MONDAY_MS) / widthMs) * widthMs + MONDAY_MS;

/**
 * Makes candles of `widthMs` from evenly spaced points of a shorter step: the first, highest, lowest and last known mid
 * price of each. The points are averages of at least 5 minutes, so a wick is not the price of a single trade. Leaves out
 * a candle that starts before the first point; the last candle may still be open.
 */
export function candlesOf(points: readonly SeriesPoint[], widthMs: number): CandlePoint[] {
  const [first] = points;
  if (first === undefined) return [];
  const candles: CandlePoint[] = [];
  let current: CandlePoint | null = null;
  for (const point of points) {
    const at = startOf(point.at, widthMs);
    if (at < first.at) continue;
    if (current === null || current.at !== at) {
      current = { at, candle: null, highVolume: 0, lowVolume: 0 };
      candles.push(current);
    }
    current.highVolume += point.highVolume;
    current.lowVolume += point.lowVolume;
    const mid = midOf(point);
    if (mid !== null) current.candle = joined(current.candle, mid);
  }
  return candles;
}

const joined = (candle: Candle | null, mid: number): Candle =>
  candle === null
    ? { open: mid, highest: mid, lowest: mid, close: mid }
    : {
        open: candle.open,
        highest: Math.max(candle.highest, mid),
        lowest: Math.min(candle.lowest, mid),
        close: mid,
      };
