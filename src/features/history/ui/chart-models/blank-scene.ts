import type { ChartLook } from "#features/history/rules/chart/chart-options.ts";
import { rangeOf } from "#features/history/rules/chart/range.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import type { ChartScene } from "#ui/chart/scene.ts";
import { candleModel } from "./candle-model.ts";
import { lineModel } from "./line-model.ts";
import type { Ground } from "./model.ts";

const ground: Ground = { blanks: [], marks: [], newsAt: () => null };

/** What a look draws, before there is anything to draw: the chart is set up by it while its prices are on their way. */
export function blankScene(look: ChartLook): ChartScene {
  const { timestep, candleMs } = rangeOf[look.range];
  return look.style === "candles"
    ? candleModel([], candleMs / 1000, look, ground).scene
    : lineModel([], STEP_S[timestep], look, ground).scene;
}
