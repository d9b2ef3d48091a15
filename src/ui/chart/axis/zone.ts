import { TickMarkType } from "lightweight-charts";

const DAY_S = 86_400;

const utc = (options: Intl.DateTimeFormatOptions) => {
  const formatter = new Intl.DateTimeFormat(undefined, { ...options, timeZone: "UTC" });
  return (atMs: number) => formatter.format(atMs);
};

const utcTicks: Record<TickMarkType, (atMs: number) => string> = {
  [TickMarkType.Year]: utc({ year: "numeric" }),
  [TickMarkType.Month]: utc({ month: "short" }),
  [TickMarkType.DayOfMonth]: utc({ day: "numeric", month: "short" }),
  [TickMarkType.Time]: utc({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
  [TickMarkType.TimeWithSeconds]: utc({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" }),
};

/** Converts times for the axis of one chart. The chart library only has UTC seconds. */
export type Zone = {
  toChartS: (atMs: number) => number;
  toEpochMs: (chartS: number) => number;
  tick: (chartS: number, type: TickMarkType) => string;
};

/**
 * Shifts times by the reader's UTC offset at `endMs`, so that ticks fall on local midnights. The whole chart has one
 * offset: an offset per point would repeat an hour when clocks go back. Day buckets are UTC days and are not shifted.
 */
export function zoneOf(endMs: number, stepS: number): Zone {
  const shiftS = stepS >= DAY_S ? 0 : -new Date(endMs).getTimezoneOffset() * 60;
  return {
    toChartS: (atMs) => atMs / 1000 + shiftS,
    toEpochMs: (chartS) => (chartS - shiftS) * 1000,
    tick: (chartS, type) => utcTicks[type](chartS * 1000),
  };
}
