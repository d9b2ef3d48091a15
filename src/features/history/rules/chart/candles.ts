import type { SeriesPoint } from "./series.ts";

/** What the mid price did within one bucket, gp; halves of a coin are possible. */
export type Candle = { open: number; highest: number; lowest: number; close: number };

/** A bucket of a candle chart: the two sides' volumes added up; null where the mid price was never known. */
export type CandlePoint = { at: number; candle: Candle | null; highVolume: number; lowVolume: number };

/** Halfway between both sides. Unknown while one side is: a price of one side alone would jump with the side. */
export const midOf = ({ high, low }: Pick<SeriesPoint, "high" | "low">): number | null =>
  high === null || low === null ? null : (high + low) / 2;

/** Weeks begin on Mondays, as the first of them did after the epoch; days and hours divide it evenly. */
const MONDAY_MS = 4 * 86_400_000;

const startOf = (atMs: number, widthMs: number): number =>
  Math.floor((atMs - MONDAY_MS) / widthMs) * widthMs + MONDAY_MS;

/**
 * Candles of `widthMs` from evenly spaced points of a shorter step: open and close are the first and the last mid
 * price known in it, highest and lowest the extremes of the mid prices between. Averages of 5 minutes are what is
 * recorded, so a candle's wick is not the dearest single trade. A candle that began before the first point is left
 * out; the last may still be open.
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
