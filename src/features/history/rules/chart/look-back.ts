import { MAX_POINTS } from "#features/history/contract.ts";
import type { ChartOptions } from "./chart-options.ts";

/** After four periods, the first change weighs less than 2% in Wilder's smoothing. */
const WILDER_PERIODS = 4;
/** An item that trades in fewer buckets than one in eight gets as many as one that does. */
const LEAST_SHARE = 1 / 8;

type Drawn = Pick<ChartOptions, "averages" | "bands" | "strength">;

/** How many values before the first shown one the indicators need; 0 without indicators. */
export const valuesBefore = ({ averages, bands, strength }: Drawn): number =>
  Math.max(0, ...averages, bands ?? 0, (strength ?? 0) * WILDER_PERIODS);

/**
 * How many buckets before the first shown one to load, so that the indicators have values from there on. `perValue`: the
 * buckets of one value (more than one for candles). `knownShare`: the share of buckets with a mid price, 0 to 1. The
 * result is a power of two, so that equal requests are shared, and at most what one answer holds.
 */
export function lookBackBuckets(options: Drawn, perValue: number, knownShare: number): number {
  const values = valuesBefore(options);
  if (values === 0) return 0;
  const buckets = (values * perValue) / Math.max(LEAST_SHARE, knownShare);
  return Math.min(MAX_POINTS - 1, 2 ** Math.ceil(Math.log2(buckets)));
}
