import { MAX_POINTS, timesteps } from "#features/history/contract.ts";
import type { Timestep } from "#features/history/contract.ts";
import { STEP_S } from "#features/history/rules/step.ts";

const DAY_MS = 86_400_000;

const HOUR_MS = DAY_MS / 24;
const WEEK_MS = 7 * DAY_MS;

export const chartRanges = ["1d", "7d", "30d", "90d", "1y", "all"] as const;
export type ChartRange = (typeof chartRanges)[number];

type Range = {
  /** The step of its points unless another one is chosen. */
  timestep: Timestep;
  /** Null means since the Grand Exchange opened. */
  spanMs: number | null;
  name: string;
  candleMs: number;
  candle: string;
};

/** The Grand Exchange of Old School RuneScape opened on 26 February 2015; there are no older prices. */
const OPENING_MS = Date.UTC(2015, 1, 26);

/**
 * What each tab of the chart requests by itself: at most 720 points, which a wide screen can show separately. `all` has one point
 * per day, about 4,200 since the opening. A candle covers four to twelve of these points.
 */
export const rangeOf: Readonly<Record<ChartRange, Range>> = {
  "1d": {
    timestep: "5m",
    spanMs: DAY_MS,
    name: "the last day",
    candleMs: HOUR_MS / 2,
    candle: "30 minutes",
  },
  "7d": {
    timestep: "1h",
    spanMs: 7 * DAY_MS,
    name: "the last 7 days",
    candleMs: 4 * HOUR_MS,
    candle: "4 hours (UTC)",
  },
  "30d": {
    timestep: "1h",
    spanMs: 30 * DAY_MS,
    name: "the last 30 days",
    candleMs: 12 * HOUR_MS,
    candle: "12 hours (UTC)",
  },
  "90d": {
    timestep: "6h",
    spanMs: 90 * DAY_MS,
    name: "the last 90 days",
    candleMs: DAY_MS,
    candle: "1 day (UTC)",
  },
  "1y": {
    timestep: "24h",
    spanMs: 365 * DAY_MS,
    name: "the last year",
    candleMs: WEEK_MS,
    candle: "1 week (UTC)",
  },
  all: {
    timestep: "24h",
    spanMs: null,
    name: "all time on record",
    candleMs: WEEK_MS,
    candle: "1 week (UTC)",
  },
};

/** What a chart shows. `until`: the end of an earlier period (epoch ms, the start of a UTC day); null: up to now. */
export type ChartPeriod = { range: ChartRange; step: Timestep; until: number | null };

/** In one spelling for all readers, because the server renders it too. */
const day = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** The name of a period: `the last 7 days`, `the 7 days before 21 Nov 2026`. */
export const periodName = ({ range, until }: Pick<ChartPeriod, "range" | "until">): string =>
  until === null
    ? rangeOf[range].name
    : `${rangeOf[range].name.replace("last ", "")} before ${day.format(until)}`;

const endOfDay = (nowMs: number): number => Math.floor(nowMs / DAY_MS) * DAY_MS + DAY_MS;

/** Whether a period can end at this time: at the start of a UTC day between the opening of the Exchange and now. */
export const isPeriodEnd = (atMs: number, nowMs: number): boolean =>
  atMs % DAY_MS === 0 && atMs > OPENING_MS && atMs < endOfDay(nowMs);

/** The `until` of the period before or after this one; undefined where there is none. */
export function neighbourOf(
  { range, until }: Pick<ChartPeriod, "range" | "until">,
  direction: -1 | 1,
  nowMs: number,
): number | null | undefined {
  const { spanMs } = rangeOf[range];
  if (spanMs === null || (direction === 1 && until === null)) return undefined;
  const next = (until ?? endOfDay(nowMs)) + direction * spanMs;
  if (next >= endOfDay(nowMs)) return null;
  return next > OPENING_MS ? next : undefined;
}

/** The length of a step's buckets in words. */
export const bucketNames = {
  "5m": "5 minutes",
  "1h": "1 hour",
  "6h": "6 hours (UTC)",
  "24h": "1 day (UTC)",
} as const satisfies Record<Timestep, string>;

/** Fewer points are no course, and more do not fit into one answer. */
const LEAST_POINTS = 24;
const MOST_POINTS = MAX_POINTS - 1;
/** The fewest points of a candle. */
const LEAST_PER_CANDLE = 4;

/** The steps that a range can be shown in. Candles are made of shorter points. */
export const stepsOf = (range: ChartRange, isCandles: boolean): readonly Timestep[] =>
  timesteps.filter((step) => {
    const { spanMs, candleMs, timestep } = rangeOf[range];
    const stepMs = STEP_S[step] * 1000;
    const points = spanMs === null ? 0 : spanMs / stepMs;
    const fits = points >= LEAST_POINTS && points <= MOST_POINTS;
    return step === timestep || (fits && (!isCandles || candleMs / stepMs >= LEAST_PER_CANDLE));
  });

/** The step that a range is shown in: the wanted one if the range has it, else its own. */
export const stepIn = (range: ChartRange, wanted: Timestep | null, isCandles: boolean): Timestep =>
  wanted !== null && stepsOf(range, isCandles).includes(wanted) ? wanted : rangeOf[range].timestep;

/**
 * Returns the start (epoch ms) of a range that ends at `nowMs`, aligned to a bucket's start, so that all requests within
 * one bucket share a cached answer.
 */
export function rangeStart(
  range: ChartRange,
  nowMs: number,
  timestep: Timestep = rangeOf[range].timestep,
): number {
  const { spanMs } = rangeOf[range];
  if (spanMs === null) return OPENING_MS;
  const stepMs = STEP_S[timestep] * 1000;
  return Math.max(0, Math.floor(nowMs / stepMs) * stepMs - spanMs);
}
