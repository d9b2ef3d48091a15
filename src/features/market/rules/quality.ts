import type { QualityFlag } from "#features/market/contract.ts";

/** A side whose last trade is older than this is stale (13% of the items in a real capture). */
export const STALE_AFTER_MS = 6 * 3_600_000;
/** With fewer units in 24 h than this, an order may take days to fill. */
export const THIN_UNITS_24H = 50;
/** A latest price that differs from its side's average by more than this fraction is an odd trade. */
export const ODD_DEVIATION = 0.1;
/** A return above this on one flip is more often a wrong price than a chance. */
export const STEEP_ROI = 0.5;

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
  roi: number | null;
};

/** Whether a latest price is odd beside its side's recent average. False while one is unknown. */
export const strays = (price: number | null, average: number | null): boolean =>
  price !== null && average !== null && average > 0 && Math.abs(price - average) / average > ODD_DEVIATION;

type Side = { atMs: number | null; avg5m: number | null; avg1h: number | null };

/** Whether a fresh trade has no recent average beside it. A stale side has none by nature, and `stale` says so. */
export const isUnconfirmed = ({ atMs, avg5m, avg1h }: Side, nowMs: number): boolean =>
  atMs !== null && nowMs - atMs <= STALE_AFTER_MS && avg5m === null && avg1h === null;

/** All quality marks of an item's prices as of `nowMs`, most serious first. */
export function qualityOf(prices: Prices, nowMs: number): QualityFlag[] {
  const { high, low, highTime, lowTime } = prices;
  const flags: QualityFlag[] = [];
  if (high === null || low === null) flags.push("incomplete");
  const oldest = Math.min(highTime ?? Infinity, lowTime ?? Infinity);
  if (nowMs - oldest > STALE_AFTER_MS) flags.push("stale");
  if (high !== null && low !== null && high < low) flags.push("inverted");
  if (prices.volume24h !== null && prices.volume24h < THIN_UNITS_24H) flags.push("thin");
  if (strays(high, prices.avgHigh5m ?? prices.avgHigh1h) || strays(low, prices.avgLow5m ?? prices.avgLow1h)) {
    flags.push("odd");
  }
  if (
    isUnconfirmed({ atMs: highTime, avg5m: prices.avgHigh5m, avg1h: prices.avgHigh1h }, nowMs) ||
    isUnconfirmed({ atMs: lowTime, avg5m: prices.avgLow5m, avg1h: prices.avgLow1h }, nowMs)
  ) {
    flags.push("unconfirmed");
  }
  if (prices.roi !== null && prices.roi > STEEP_ROI) flags.push("steep");
  return flags;
}

/** True without any doubt: only such prices stand in profit presets and lead profit sorts. */
export const isSound = (flags: readonly QualityFlag[]): boolean => flags.length === 0;

/** True if both sides are known, fresh and not inverted, so that a profit may be shown. */
export const isTrusted = (flags: readonly QualityFlag[]): boolean =>
  !flags.some((flag) => flag === "incomplete" || flag === "stale" || flag === "inverted");
