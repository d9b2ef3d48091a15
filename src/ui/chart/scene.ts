import type { ColorName } from "./colors.ts";

/** A value for each bucket of the axis; null is a gap and is drawn as one. */
export type Values = readonly (number | null)[];

export type ChartLine = {
  key: string;
  values: Values;
  color: ColorName;
  /** Lengths of strokes and spaces, px: lines are told apart without colour. */
  dash?: readonly number[];
  /** Its newest value stands on the axis, and a dot of it under the crosshair. */
  tag?: boolean;
};

/** The shade between two lines. */
export type ChartBand = { upper: Values; lower: Values; color: ColorName };

export type ChartCandle = { open: number; highest: number; lowest: number; close: number };

/** All that a chart shows, in buckets of one length: `at` are their starts (epoch ms), evenly spaced and without a hole. */
export type ChartScene = {
  at: readonly number[];
  stepS: number;
  /** What the prices are: coins, or shares of a start that is 100. */
  unit: "gp" | "index";
  lines: readonly ChartLine[];
  bands: readonly ChartBand[];
  candles: readonly (ChartCandle | null)[] | null;
  /** Units by side: `up` stands on the zero line, `down` hangs from it. */
  volumes: { up: readonly number[]; down: readonly number[] } | null;
  /** An index from 0 to 100, in a pane of its own. */
  strength: Values | null;
  /** Buckets nothing is recorded of, first and last included. */
  blanks: readonly { first: number; last: number }[];
  /** Buckets in which something happened. */
  marks: readonly number[];
};

/** What must be equal for one scene's drawing to take another's values. */
export const shapeOf = ({ unit, lines, bands, candles, volumes, strength }: ChartScene): string =>
  JSON.stringify([
    unit,
    lines.map(({ key, color, dash, tag }) => [key, color, dash, tag]),
    bands.map(({ color }) => color),
    candles !== null,
    volumes !== null,
    strength !== null,
  ]);
