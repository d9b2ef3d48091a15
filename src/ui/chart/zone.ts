import { TickMarkType } from "lightweight-charts";

const DAY_S = 86_400;

const format = (options: Intl.DateTimeFormatOptions, timeZone?: string) => {
  const formatter = new Intl.DateTimeFormat(undefined, { ...options, ...(timeZone ? { timeZone } : {}) });
  return (atMs: number) => formatter.format(atMs);
};

const MOMENT = {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
  hourCycle: "h23",
} as const;
const DAY = { day: "numeric", month: "short", year: "numeric" } as const;

const utcTicks: Record<TickMarkType, (atMs: number) => string> = {
  [TickMarkType.Year]: format({ year: "numeric" }, "UTC"),
  [TickMarkType.Month]: format({ month: "short" }, "UTC"),
  [TickMarkType.DayOfMonth]: format({ day: "numeric", month: "short" }, "UTC"),
  [TickMarkType.Time]: format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, "UTC"),
  [TickMarkType.TimeWithSeconds]: format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }, "UTC"),
};

/** How the axis of one chart shows moments; the chart itself only knows UTC seconds. */
export type Zone = {
  toChartS: (atMs: number) => number;
  toEpochMs: (chartS: number) => number;
  tick: (chartS: number, type: TickMarkType) => string;
};

/**
 * Shifts moments by the trader's offset at `endMs`, so that ticks fall on their midnights. One offset for the whole
 * chart: a shift per point would repeat an hour when clocks go back. Day buckets are UTC days and stay so.
 */
export function zoneOf(endMs: number, stepS: number): Zone {
  const shiftS = stepS >= DAY_S ? 0 : -new Date(endMs).getTimezoneOffset() * 60;
  return {
    toChartS: (atMs) => atMs / 1000 + shiftS,
    toEpochMs: (chartS) => (chartS - shiftS) * 1000,
    tick: (chartS, type) => utcTicks[type](chartS * 1000),
  };
}

const localMoment = format(MOMENT);
const utcMoment = format(MOMENT, "UTC");
const utcDay = format(DAY, "UTC");

/** A bucket's start in the trader's zone: `21 Nov, 14:05`; of a day bucket the UTC day: `21 Nov 2026`. */
export const formatBucket = (atMs: number, stepS: number): string =>
  stepS >= DAY_S ? utcDay(atMs) : localMoment(atMs);

/** The same in UTC, for a hint beside the local time. */
export const formatBucketUtc = (atMs: number, stepS: number): string =>
  stepS >= DAY_S ? `${utcDay(atMs)}, UTC day` : `${utcMoment(atMs)} UTC`;
