import type { DrawnOptions } from "#features/history/rules/chart/chart-options.ts";
import { rangeOf } from "#features/history/rules/chart/range.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import type { ChartScene } from "#ui/chart/scene.ts";
import { candleModel } from "./candle-model.ts";
import { lineModel } from "./line-model.ts";
import type { ChartBackground } from "./model.ts";

const background: ChartBackground = { blanks: [], marks: [], updateTitleAt: () => null };

/** The empty scene of some chart options: the chart is set up with it while its prices are loading. */
export function blankScene(options: DrawnOptions): ChartScene {
  const { candleMs } = rangeOf[options.range];
  return options.style === "candles"
    ? candleModel([], candleMs / 1000, options, background).scene
    : lineModel([], STEP_S[options.step], options, background).scene;
}
