import type { ChartPeriod, PeriodStep } from "#features/trades/rules/profit-periods.ts";
import { momentFormat, utcDay } from "#ui/chart/axis/bucket.ts";
import type { ChartScene } from "#ui/chart/scene.ts";

const month = new Intl.DateTimeFormat(undefined, { month: "long", year: "numeric", timeZone: "UTC" });
const moment = momentFormat(undefined);

/** The name of a period in a sentence: `21 Nov, 14:00`, `21 Nov 2026`, `week from 16 Nov 2026`, `November 2026`. */
export function periodText(at: number, step: PeriodStep): string {
  if (step === "hour") return moment(at);
  if (step === "month") return month.format(at);
  return step === "week" ? `week from ${utcDay(at)}` : utcDay(at);
}

/** The sum as a line above, gains and losses of each period as bars below. */
export const profitScene = (periods: readonly ChartPeriod[], stepS: number): ChartScene => ({
  at: periods.map(({ at }) => at),
  stepS,
  unit: "profit",
  lines: [{ key: "sum", values: periods.map(({ cumulative }) => cumulative), color: "high", tag: true }],
  bands: [],
  candles: null,
  volumes: {
    up: periods.map(({ profit }) => Math.max(profit, 0)),
    down: periods.map(({ profit }) => Math.max(-profit, 0)),
  },
  strength: null,
  blanks: [],
  marks: [],
});
