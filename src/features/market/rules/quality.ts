import type { QualityFlag } from "#features/market/contract.ts";

/** A side whose last trade is older than this is stale (13% of the items in a real capture). */
export const STALE_AFTER_MS = 6 * 3_600_000;
/** With fewer units in 24 h than this, an order may take days to fill. */
export const THIN_UNITS_24H = 50;
/** A latest price that differs from its side's average by more than this fraction is an odd trade. */
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

/** All quality marks of an item's prices as of `nowMs`, most serious first. */
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

/** True if both sides are known, fresh and not inverted, so that a profit may be shown. */
export const isTrusted = (flags: readonly QualityFlag[]): boolean =>
  !flags.some((flag) => flag === "incomplete" || flag === "stale" || flag === "inverted");
