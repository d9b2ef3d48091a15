import { MAX_COMPARED } from "#features/history/contract.ts";
import type { ChartRange } from "./range.ts";

export const chartStyles = ["line", "candles"] as const;
export type ChartStyle = (typeof chartStyles)[number];

/** What a chart can show beside its axis; the first four are lines and the shade between two of them. */
export const chartParts = ["high", "low", "mid", "spread", "volume", "updates"] as const;
export type ChartPart = (typeof chartParts)[number];

/** How an item's history is looked at: all that its address carries. Periods are in buckets of the chart. */
export type ChartOptions = {
  range: ChartRange;
  style: ChartStyle;
  parts: readonly ChartPart[];
  averages: readonly number[];
  bands: number | null;
  strength: number | null;
  /** Ids of the items that stand beside this one; none for a chart of prices. */
  compared: readonly number[];
};

export const defaultChartOptions: ChartOptions = {
  range: "1d",
  style: "line",
  parts: ["high", "low", "spread", "volume", "updates"],
  averages: [],
  bands: null,
  strength: null,
  compared: [],
};

export const MAX_AVERAGES = 3;
export const DEFAULT_AVERAGE_PERIODS = [20, 50, 100] as const;
export const DEFAULT_BANDS_PERIOD = 20;
/** Standard deviations on either side. */
export const BANDS_WIDTH = 2;
export const DEFAULT_RSI_PERIOD = 14;

/** An indicator's period: from two buckets, which is the least that has a course, to the width of a screen. */
export const isPeriod = (value: number): boolean => Number.isInteger(value) && value >= 2 && value <= 365;

const MAX_OTHERS = MAX_COMPARED - 1;

/** With an item beside it, or without it if it stands there; unchanged where there is no more room. */
export function toggleCompared(compared: readonly number[], id: number): readonly number[] {
  if (compared.includes(id)) return compared.filter((other) => other !== id);
  return compared.length >= MAX_OTHERS ? compared : [...compared, id];
}

export const hasRoom = (compared: readonly number[]): boolean => compared.length < MAX_OTHERS;

/** With a part or without it, in the parts' own order, so that equal looks have equal addresses. */
export const togglePart = (parts: readonly ChartPart[], part: ChartPart): readonly ChartPart[] =>
  chartParts.filter((each) => (each === part ? !parts.includes(part) : parts.includes(each)));
