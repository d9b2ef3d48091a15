import { dayStart } from "#features/trades/rules/profit-periods.ts";
import type { PeriodStep } from "#features/trades/rules/profit-periods.ts";

export const rangeIds = ["day", "week", "month", "year", "all"] as const;
export type RangeId = (typeof rangeIds)[number];

type Range = {
  label: string;
  /** In a sentence: "in the last 7 days". */
  words: string;
  step: PeriodStep;
  /** Days of the range, today included; null: all. */
  days: number | null;
};

export const ranges: Readonly<Record<RangeId, Range>> = {
  day: { label: "Day", words: "in the last 24 hours", step: "hour", days: 1 },
  week: { label: "Week", words: "in the last 7 days", step: "day", days: 7 },
  month: { label: "Month", words: "in the last 30 days", step: "day", days: 30 },
  year: { label: "Year", words: "in the last 365 days", step: "week", days: 365 },
  /* How it is divided depends on its length, see `allTime`. */
  all: { label: "All", words: "since the first sale", step: "month", days: null },
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How many days a chart of all time shows by the day, and by the week. */
const [BY_DAY, BY_WEEK] = [92, 731];

/** The periods of a chart of all time, whose first sale is in the month that begins at `firstMs`. It shows 30 days at least. */
export function allTime(firstMs: number, nowMs: number): { step: PeriodStep; from: number } {
  const from = Math.min(firstMs, nowMs - 30 * DAY_MS);
  const days = (nowMs - from) / DAY_MS;
  return { step: days <= BY_DAY ? "day" : days <= BY_WEEK ? "week" : "month", from };
}

/** Where a range begins at a time, epoch ms: 24 hours before, else at the start of a day in the zone. Null: at the first sale. */
export function rangeStart(range: RangeId, timeZone: string, nowMs: number): number | null {
  const { days } = ranges[range];
  if (days === null) return null;
  if (range === "day") return Math.floor(nowMs / HOUR_MS) * HOUR_MS - 23 * HOUR_MS;
  return dayStart(timeZone, nowMs, days - 1);
}
