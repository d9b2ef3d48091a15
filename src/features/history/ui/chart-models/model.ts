import type { ColorName } from "#ui/chart/colors.ts";
import type { ChartScene } from "#ui/chart/scene.ts";

/** One number of the legend; `mark` is the colour of the line it belongs to. */
export type LegendEntry = {
  label: string;
  mark?: ColorName;
  dash?: readonly number[];
  hint?: string;
  value: string;
};

/** A drawing and its numbers in words. `index` is the bucket under the crosshair; null: the newest with a trade. */
export type ChartModel = {
  scene: ChartScene;
  legendAt: (index: number | null) => LegendEntry[];
  sentenceAt: (index: number) => string;
  /** What the whole shows, for those who cannot see it. */
  summary: string;
};

/** What stands beneath every kind of chart. */
export type ChartBackground = Pick<ChartScene, "blanks" | "marks"> & {
  /** What happened in a bucket; null for nothing. */
  updateTitleAt: (index: number) => string | null;
};

/** Whether nothing is recorded of a bucket: what is unknown there is not "no trades". */
export const isBlankAt = ({ blanks }: ChartBackground, index: number): boolean =>
  blanks.some(({ first, last }) => first <= index && index <= last);
