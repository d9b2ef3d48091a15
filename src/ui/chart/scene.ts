import type { ColorName } from "./colors.ts";

/** A value for each bucket of the axis. Nulls are bridged by a faint line, except in `blanks`. */
export type Values = readonly (number | null)[];

export type ChartLine = {
  key: string;
  values: Values;
  color: ColorName;
  /** Lengths of dashes and gaps (px), so that lines differ without colour too. */
  dash?: readonly number[];
  /** Whether its newest value is labelled on the axis and its value under the crosshair gets a dot. */
  tag?: boolean;
};

/** A filled area between two lines. */
export type ChartBand = { upper: Values; lower: Values; color: ColorName };

export type ChartCandle = { open: number; highest: number; lowest: number; close: number };

/** Everything a chart shows, in buckets of equal length. `at`: their starts (epoch ms), evenly spaced without gaps. */
export type ChartScene = {
  at: readonly number[];
  stepS: number;
  /** The unit of the values: coins, an index where the first value is 100, or coins gained (above 0) and lost. */
  unit: "gp" | "index" | "profit";
  lines: readonly ChartLine[];
  bands: readonly ChartBand[];
  candles: readonly (ChartCandle | null)[] | null;
  /** Units traded on each side, or coins gained and lost: `up` is drawn above the zero line, `down` below it. */
  volumes: { up: readonly number[]; down: readonly number[] } | null;
  /** The RSI, 0 to 100, in a pane of its own. */
  strength: Values | null;
  /** Ranges of buckets without recorded data, first and last included. */
  blanks: readonly { first: number; last: number }[];
  /** Indices of the buckets with a game update. */
  marks: readonly number[];
  /** The reader's own trades by bucket, and what a held unit has cost, gp. Absent: none are known. */
  own?: {
    marks: readonly { index: number; side: "buy" | "sell"; price: number }[];
    average: number | null;
  };
};

/** Scenes with equal shapes can share the same series; only the values differ. */
export const shapeOf = ({ unit, lines, bands, candles, volumes, strength }: ChartScene): string =>
  JSON.stringify([
    unit,
    lines.map(({ key, color, dash, tag }) => [key, color, dash, tag]),
    bands.map(({ color }) => color),
    candles !== null,
    volumes !== null,
    strength !== null,
  ]);
