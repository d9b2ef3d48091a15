import type { QualityFlag } from "#features/market/contract.ts";

/** A side whose last trade is older is stale: of real items 13% are. */
export const STALE_AFTER_MS = 6 * 3_600_000;
/** Fewer units in 24 h than this: filling an order may take days. */
export const THIN_UNITS_24H = 50;
/** A latest price further than this from its side's average is one odd trade, a fraction. */
export const ODD_DEVIATION = 0.1;

type Prices = {
  high: number | null;
  highTime: number | null;
  low: number | null;
  lowTime: number | null;
  avgHigh5m: number | null;
  avgLow5m: number | null;
  avgHigh1h: number | null;
  avgLow1h: number | null;
  volume24h: number | null;
};

const deviates = (price: number | null, average: number | null): boolean =>
  price !== null && average !== null && average > 0 && Math.abs(price - average) / average > ODD_DEVIATION;

/** Every reason to doubt an item's prices, as of `nowMs`. The order is the order of weight. */
export function qualityOf(prices: Prices, nowMs: number): QualityFlag[] {
  const { high, low, highTime, lowTime } = prices;
  const flags: QualityFlag[] = [];
  if (high === null || low === null) flags.push("incomplete");
  const oldest = Math.min(highTime ?? Infinity, lowTime ?? Infinity);
  if (nowMs - oldest > STALE_AFTER_MS) flags.push("stale");
  if (high !== null && low !== null && high < low) flags.push("inverted");
  if (prices.volume24h !== null && prices.volume24h < THIN_UNITS_24H) flags.push("thin");
  if (
    deviates(high, prices.avgHigh5m ?? prices.avgHigh1h) ||
    deviates(low, prices.avgLow5m ?? prices.avgLow1h)
  ) {
    flags.push("odd");
  }
  return flags;
}

/** Only sides that are both known, fresh and the right way round may be called a profit. */
export const isTrusted = (flags: readonly QualityFlag[]): boolean =>
  !flags.some((flag) => flag === "incomplete" || flag === "stale" || flag === "inverted");
