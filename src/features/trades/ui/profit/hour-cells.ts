import type { ProfitSummary } from "#features/trades/profit/contract.ts";
import { formatExact, formatSigned } from "#ui/format/format.ts";

export const weekdays = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
] as const;

export type HourCell = {
  weekday: number;
  hour: number;
  flips: number;
  profit: number | null;
  sign: "gain" | "loss" | undefined;
  /** How strong its shade is, 1 to 4; 0 without a gain or a loss. */
  level: number;
  mark: string;
};

const LEVELS = 4;

/** The 168 hours of a week from Monday on. The strongest shade is that of the largest gain or loss. */
export function hourCells(hours: ProfitSummary["byHour"]): HourCell[] {
  const byHour = new Map(hours.map((each) => [each.weekday * 24 + each.hour, each]));
  const most = Math.max(1, ...hours.map(({ profit }) => Math.abs(profit ?? 0)));
  return Array.from({ length: weekdays.length * 24 }, (_, index) => {
    const { flips = 0, profit = null } = byHour.get(index) ?? {};
    const size = Math.abs(profit ?? 0);
    const sign = profit === null || profit === 0 ? undefined : profit > 0 ? "gain" : "loss";
    return {
      weekday: Math.floor(index / 24),
      hour: index % 24,
      flips,
      profit,
      sign,
      // By the root, so that one lucky hour does not make all others pale.
      level: Math.ceil(Math.sqrt(size / most) * LEVELS),
      mark: sign === undefined ? "" : sign === "gain" ? "+" : "−",
    };
  });
}

const two = (hour: number): string => String(hour % 24).padStart(2, "0");

export function hourSentence({ weekday, hour, flips, profit }: HourCell): string {
  const when = `${weekdays[weekday] ?? ""} ${two(hour)}:00 to ${two(hour + 1)}:00`;
  if (flips === 0) return `${when}: no flip`;
  return `${when}: ${formatSigned(profit, formatExact)} gp in ${formatExact(flips)} ${flips === 1 ? "flip" : "flips"}`;
}
