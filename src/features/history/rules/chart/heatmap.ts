import { medianOf } from "#features/history/rules/median.ts";
import type { PriceHistory } from "#features/history/contract.ts";

const HOUR_MS = 3_600_000;
export const HOURS = 24;
export const weekdays = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
] as const;

/** An hour of the week. `median`: units traded on both sides, over `hours` recorded hours; null without any. */
export type HeatCell = { weekday: number; hour: number; median: number | null; hours: number };

export type Heat = {
  /** 168 cells, from Monday 00:00. */
  cells: readonly HeatCell[];
  /** The largest median, units. */
  max: number;
  /** The number of recorded hours in all cells. */
  hours: number;
};

/** Returns a function from epoch ms to the hour of the week in a time zone: 0 to 167, from Monday 00:00. */
export function hourOfWeek(timeZone: string): (atMs: number) => number {
  const clock = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "long",
    hour: "2-digit",
    hourCycle: "h23",
  });
  return (atMs) => {
    const parts = clock.formatToParts(atMs);
    const of = (type: string) => parts.find((part) => part.type === type)?.value ?? "";
    return weekdays.findIndex((name) => name === of("weekday")) * HOURS + Number(of("hour"));
  };
}

/**
 * Computes how much of an item is traded in each hour of the week, from its 1h history. Counts the hours from the first
 * one with a trade to `untilMs` that are over. An hour without trades counts as 0; an hour in a gap is not counted.
 */
export function heatOf(
  { columns, to, gaps }: PriceHistory,
  options: { timeZone: string; untilMs: number },
): Heat {
  const { at, highVolume, lowVolume } = columns;
  const units = new Map(
    at.map((start, index) => [start, (highVolume[index] ?? 0) + (lowVolume[index] ?? 0)]),
  );
  const slotOf = hourOfWeek(options.timeZone);
  const slots = Array.from({ length: weekdays.length * HOURS }, (): number[] => []);
  const until = Math.min(to, options.untilMs - HOUR_MS + 1);
  let hours = 0;
  for (let start = at[0] ?? until; start < until; start += HOUR_MS) {
    const known = units.get(start);
    // Gaps apply to all items: if this item has points in the hour anyway, they count.
    if (known === undefined && gaps.some(([from, end]) => start >= from && start < end)) continue;
    slots[slotOf(start)]?.push(known ?? 0);
    hours += 1;
  }
  const cells = slots.map((values, slot) => ({
    weekday: Math.floor(slot / HOURS),
    hour: slot % HOURS,
    median: medianOf(values),
    hours: values.length,
  }));
  return { cells, max: Math.max(0, ...cells.map((cell) => cell.median ?? 0)), hours };
}

/** The number of shades above level 0 (no trades), in equal parts of the largest median. */
export const LEVELS = 6;

export const levelOf = (median: number, max: number): number =>
  median <= 0 || max <= 0 ? 0 : Math.max(1, Math.ceil((LEVELS * median) / max));

/** The range of whole units of each level above 0, for the legend. Levels without a whole number are left out. */
export function levelBounds(max: number): { level: number; from: number; to: number }[] {
  const bounds = Array.from({ length: LEVELS }, (_, index) => ({
    level: index + 1,
    from: Math.floor((index * max) / LEVELS) + 1,
    to: Math.floor(((index + 1) * max) / LEVELS),
  }));
  return bounds.filter(({ from, to }) => from <= to);
}
