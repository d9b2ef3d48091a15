import { chartRanges, rangeOf } from "./range.ts";
import type { ChartRange } from "./range.ts";

/** With fewer traded buckets a chart is a few dots. */
const ENOUGH = 6;

/**
 * Chooses the range that an item's chart opens with: the shortest with at least six traded buckets, else the shortest
 * with all trades on record. `tradedToday`: the traded 5m buckets of the last day. `days`: the starts (epoch ms) of the
 * UTC days on record with a trade; not read if the last day has enough.
 */
export function openingRange(tradedToday: number, days: readonly number[], nowMs: number): ChartRange {
  if (tradedToday >= ENOUGH) return "1d";
  const oldest = days.reduce((least, day) => Math.min(least, day), Infinity);
  const longer = chartRanges.filter((range) => range !== "1d");
  const chosen = longer.find((range) => {
    const startMs = nowMs - (rangeOf[range].spanMs ?? nowMs);
    return days.filter((day) => day >= startMs).length >= ENOUGH || oldest >= startMs;
  });
  return days.length === 0 ? "1d" : (chosen ?? "all");
}

/**
 * The range to open with if `range` was guessed from the days with a trade: itself if as much is on record in its own,
 * shorter buckets, and otherwise the shortest with days. `shown`: the starts of its buckets with a trade.
 */
export function showsDays(
  range: ChartRange,
  shown: readonly number[],
  days: readonly number[],
  nowMs: number,
): ChartRange {
  const startOf = (each: ChartRange) => nowMs - (rangeOf[each].spanMs ?? nowMs);
  const wanted = days.filter((day) => day >= startOf(range)).length;
  if (shown.length >= Math.min(ENOUGH, wanted)) return range;
  return days.some((day) => day >= startOf("1y")) ? "1y" : "all";
}

/** Whether the last day alone decides. */
export const isBusy = (tradedToday: number): boolean => tradedToday >= ENOUGH;
