import type { Values } from "#features/history/rules/chart/indicators.ts";
import { bollingerBands, movingAverage, relativeStrength } from "#features/history/rules/chart/indicators.ts";
import { BANDS_WIDTH } from "#features/history/rules/chart/chart-options.ts";
import type { ChartOptions } from "#features/history/rules/chart/chart-options.ts";
import type { ColorName } from "#ui/chart/colors.ts";
import type { ChartBand, ChartLine } from "#ui/chart/scene.ts";
import { UNKNOWN, formatExact } from "#ui/format/format.ts";
import type { LegendEntry } from "./model.ts";

export type Indicators = {
  lines: ChartLine[];
  bands: ChartBand[];
  strength: Values | null;
  entriesAt: (index: number) => LegendEntry[];
};

const averageColors: readonly ColorName[] = ["averageA", "averageB", "averageC"];
const DASH = [5, 3];

const whole = (value: number | null | undefined): string =>
  formatExact(value === null || value === undefined ? null : Math.round(value));

/**
 * Computes the selected indicators. `prices`: mid prices or closes (gp), null if unknown. `lead`: the ones before the
 * first of them, which the indicators look back on.
 */
export function indicatorsOf(
  prices: Values,
  { averages, bands, strength }: ChartOptions,
  lead: Values = [],
): Indicators {
  const all = [...lead, ...prices];
  const shown = (values: Values): Values => values.slice(lead.length);
  const drawn = averages.map((period, index) => ({
    period,
    color: averageColors[index] ?? "averageA",
    values: shown(movingAverage(all, period)),
  }));
  const found = bands === null ? null : bollingerBands(all, bands, BANDS_WIDTH);
  const edges = found === null ? null : { upper: shown(found.upper), lower: shown(found.lower) };
  const strengths = strength === null ? null : shown(relativeStrength(all, strength));
  const edge = (key: string, values: Values): ChartLine => ({ key, values, color: "bands", dash: DASH });
  return {
    lines: [
      ...drawn.map(({ period, color, values }) => ({ key: `average-${period}`, color, values })),
      ...(edges === null ? [] : [edge("upper", edges.upper), edge("lower", edges.lower)]),
    ],
    bands: edges === null ? [] : [{ upper: edges.upper, lower: edges.lower, color: "bandsFill" }],
    strength: strengths,
    entriesAt: (index) => [
      ...drawn.map(({ period, color, values }) => ({
        label: `MA ${period}`,
        mark: color,
        hint: `Mean of the last ${period} known mid prices`,
        value: whole(values[index]),
      })),
      ...(edges === null
        ? []
        : [
            {
              label: `BB ${bands}`,
              mark: "bands" as const,
              dash: DASH,
              hint: `${BANDS_WIDTH} standard deviations of the last ${bands} mid prices on either side of their mean`,
              value: `${whole(edges.lower[index])} to ${whole(edges.upper[index])}`,
            },
          ]),
      ...(strengths === null
        ? []
        : [
            {
              label: `RSI ${strength}`,
              mark: "strength" as const,
              hint: "Relative strength index by Wilder; above 70 counts as overbought, below 30 as oversold",
              value: strengths[index]?.toFixed(1) ?? UNKNOWN,
            },
          ]),
    ],
  };
}
