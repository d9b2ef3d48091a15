import { MAX_COMPARED } from "#features/history/contract.ts";
import type { Timestep } from "#features/history/contract.ts";
import type { ChartRange } from "./range.ts";

export const chartStyles = ["line", "candles"] as const;
export type ChartStyle = (typeof chartStyles)[number];

/** The parts a chart can show: three lines, the band between high and low, volumes, and game updates. */
export const chartParts = ["high", "low", "mid", "spread", "volume", "updates"] as const;
export type ChartPart = (typeof chartParts)[number];

/** The options of a price chart, all of which are in the URL. Periods are in buckets of the chart. */
export type ChartOptions = {
  /** Null: the shortest range that shows the item's trades. */
  range: ChartRange | null;
  /** The step of the points; null: the range's own. One that the range cannot be shown in counts as null. */
  step: Timestep | null;
  /** The end of an earlier period (epoch ms, the start of a UTC day); null: up to now. */
  until: number | null;
  style: ChartStyle;
  parts: readonly ChartPart[];
  averages: readonly number[];
  bands: number | null;
  strength: number | null;
  /** Ids of the items to compare with; empty for a price chart. */
  compared: readonly number[];
};

/** The options of a chart whose range and step are known. */
export type DrawnOptions = ChartOptions & { range: ChartRange; step: Timestep };

/** Short names of the options in the URL: `?range=1y&ma=20,50&rsi=14&with=561`. */
export const chartParamNames = {
  range: "range",
  step: "step",
  until: "until",
  style: "style",
  parts: "show",
  averages: "ma",
  bands: "bb",
  strength: "rsi",
  compared: "with",
} as const satisfies Record<keyof ChartOptions, string>;

export const defaultChartOptions: ChartOptions = {
  range: null,
  step: null,
  until: null,
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
/** The width of the Bollinger bands on each side, in standard deviations. */
export const BANDS_WIDTH = 2;
export const DEFAULT_RSI_PERIOD = 14;

/** Whether a number is a valid period of an indicator: 2 to 365 buckets. */
export const isPeriod = (value: number): boolean => Number.isInteger(value) && value >= 2 && value <= 365;

const MAX_OTHERS = MAX_COMPARED - 1;

/** Adds an item to the compared ones, or removes it if it is there. Unchanged if there is no room for another. */
export function toggleCompared(compared: readonly number[], id: number): readonly number[] {
  if (compared.includes(id)) return compared.filter((other) => other !== id);
  return compared.length >= MAX_OTHERS ? compared : [...compared, id];
}

export const hasRoom = (compared: readonly number[]): boolean => compared.length < MAX_OTHERS;

/** Adds or removes a part. The result is in the order of `chartParts`, so that equal options have equal URLs. */
export const togglePart = (parts: readonly ChartPart[], part: ChartPart): readonly ChartPart[] =>
  chartParts.filter((each) => (each === part ? !parts.includes(part) : parts.includes(each)));
