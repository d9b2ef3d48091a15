import type { ColorName } from "#ui/chart/colors.ts";
import type { ChartScene } from "#ui/chart/scene.ts";

/** One value of the legend. `mark`: the colour of its line. */
export type LegendEntry = {
  label: string;
  mark?: ColorName;
  dash?: readonly number[];
  hint?: string;
  value: string;
};

/** A chart and its texts. `index`: the bucket under the crosshair; null means the newest with a trade. */
export type ChartModel = {
  scene: ChartScene;
  legendAt: (index: number | null) => LegendEntry[];
  sentenceAt: (index: number) => string;
  /** Describes the whole chart for screen readers. */
  summary: string;
};

/** The background of every kind of chart: ranges without data and game updates. */
export type ChartBackground = Pick<ChartScene, "blanks" | "marks"> & {
  /** The title of the game update in a bucket, or null. */
  updateTitleAt: (index: number) => string | null;
};

/** Whether a bucket lies in a range without data, so that a missing price does not mean "no trades". */
export const isBlankAt = ({ blanks }: ChartBackground, index: number): boolean =>
  blanks.some(({ first, last }) => first <= index && index <= last);
