import type { Timestep } from "#features/history/contract.ts";
import { STEP_S } from "#features/history/rules/step.ts";

const DAY_MS = 86_400_000;

const HOUR_MS = DAY_MS / 24;
const WEEK_MS = 7 * DAY_MS;

export const chartRanges = ["1d", "7d", "30d", "90d", "1y", "all"] as const;
export type ChartRange = (typeof chartRanges)[number];

type Range = {
  timestep: Timestep;
  /** Null means since the Grand Exchange opened. */
  spanMs: number | null;
  name: string;
  bucket: string;
  candleMs: number;
  candle: string;
};

/** The Grand Exchange of Old School RuneScape opened on 26 February 2015; there are no older prices. */
const OPENING_MS = Date.UTC(2015, 1, 26);

/**
 * What each tab of the chart requests: at most 720 points, which a wide screen can show separately. `all` has one point
 * per day, about 4,200 since the opening. A candle covers four to twelve of these points.
 */
export const rangeOf: Readonly<Record<ChartRange, Range>> = {
  "1d": {
    timestep: "5m",
    spanMs: DAY_MS,
    name: "the last day",
    bucket: "5 minutes",
    candleMs: HOUR_MS / 2,
    candle: "30 minutes",
  },
  "7d": {
    timestep: "1h",
    spanMs: 7 * DAY_MS,
    name: "the last 7 days",
    bucket: "1 hour",
    candleMs: 4 * HOUR_MS,
    candle: "4 hours (UTC)",
  },
  "30d": {
    timestep: "1h",
    spanMs: 30 * DAY_MS,
    name: "the last 30 days",
    bucket: "1 hour",
    candleMs: 12 * HOUR_MS,
    candle: "12 hours (UTC)",
  },
  "90d": {
    timestep: "6h",
    spanMs: 90 * DAY_MS,
    name: "the last 90 days",
    bucket: "6 hours (UTC)",
    candleMs: DAY_MS,
    candle: "1 day (UTC)",
  },
  "1y": {
    timestep: "24h",
    spanMs: 365 * DAY_MS,
    name: "the last year",
    bucket: "1 day (UTC)",
    candleMs: WEEK_MS,
    candle: "1 week (UTC)",
  },
  all: {
    timestep: "24h",
    spanMs: null,
    name: "all time on record",
    bucket: "1 day (UTC)",
    candleMs: WEEK_MS,
    candle: "1 week (UTC)",
  },
};

/**
 * Returns the start (epoch ms) of a range that ends at `nowMs`, aligned to a bucket's start, so that all requests within
 * one bucket share a cached answer.
 */
export function rangeStart(range: ChartRange, nowMs: number): number {
  const { timestep, spanMs } = rangeOf[range];
  if (spanMs === null) return OPENING_MS;
  const stepMs = STEP_S[timestep] * 1000;
  return Math.max(0, Math.floor(nowMs / stepMs) * stepMs - spanMs);
}
