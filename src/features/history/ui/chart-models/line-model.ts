import { midOf } from "#features/history/rules/chart/candles.ts";
import type { DrawnOptions } from "#features/history/rules/chart/chart-options.ts";
import { digestOf } from "#features/history/rules/chart/series.ts";
import type { SeriesPoint } from "#features/history/rules/chart/series.ts";
import { periodName } from "#features/history/rules/chart/range.ts";
import { pointSentence, summaryOf } from "#features/history/rules/chart/chart-summary.ts";
import { formatBucket } from "#ui/chart/axis/bucket.ts";
import type { ChartLine } from "#ui/chart/scene.ts";
import { formatExact } from "#ui/format/format.ts";
import { indicatorsOf } from "./indicator-lines.ts";
import { momentEntry, volumeEntries, wholeCoins } from "./legend-entries.ts";
import { isBlankAt } from "./model.ts";
import type { ChartModel, ChartBackground, LegendEntry } from "./model.ts";

const MID_DASH = [2, 2];

const isTraded = (point: SeriesPoint) => point.high !== null || point.low !== null;

/** Builds the chart of the selected price lines. `lead`: the points before the shown ones, for the indicators. */
export function lineModel(
  points: readonly SeriesPoint[],
  stepS: number,
  options: DrawnOptions,
  background: ChartBackground,
  lead: readonly SeriesPoint[] = [],
): ChartModel {
  const mids = points.map(midOf);
  const indicators = indicatorsOf(mids, options, lead.map(midOf));
  const sides = { high: points.map(({ high }) => high), low: points.map(({ low }) => low) };
  const has = (part: DrawnOptions["parts"][number]) => options.parts.includes(part);
  // Indicators come first, which draws them on top: below both price lines they would be hidden.
  const lines: ChartLine[] = [
    ...indicators.lines,
    ...(has("high") ? [{ key: "high", values: sides.high, color: "high" as const, tag: true }] : []),
    ...(has("low") ? [{ key: "low", values: sides.low, color: "low" as const, tag: true }] : []),
    ...(has("mid") ? [{ key: "mid", values: mids, color: "mid" as const, dash: MID_DASH, tag: true }] : []),
  ];
  const shade = { upper: sides.high, lower: sides.low, color: "spread" as const };
  const newest = points.findLastIndex(isTraded);

  const legendAt = (at: number | null): LegendEntry[] => {
    const index = at ?? newest;
    const point = points[index] ?? null;
    const spread =
      point === null || point.high === null || point.low === null ? null : point.high - point.low;
    return [
      momentEntry(point?.at, stepS),
      {
        label: "High",
        mark: "high",
        hint: "Average of instant buys: what sellers got",
        value: formatExact(point?.high ?? null),
      },
      {
        label: "Low",
        mark: "low",
        hint: "Average of instant sells: what buyers paid",
        value: formatExact(point?.low ?? null),
      },
      ...(has("mid")
        ? [
            {
              label: "Mid",
              mark: "mid" as const,
              dash: MID_DASH,
              hint: "Halfway between high and low; unknown where one of them is",
              value: formatExact(wholeCoins(mids[index] ?? null)),
            },
          ]
        : []),
      { label: "Spread", hint: "High less low, before tax", value: formatExact(spread) },
      ...volumeEntries(point),
      ...indicators.entriesAt(index),
    ];
  };

  return {
    scene: {
      at: points.map(({ at }) => at),
      stepS,
      unit: "gp",
      lines,
      bands: [...(has("spread") ? [shade] : []), ...indicators.bands],
      candles: null,
      volumes: has("volume")
        ? { up: points.map(({ highVolume }) => highVolume), down: points.map(({ lowVolume }) => lowVolume) }
        : null,
      strength: indicators.strength,
      blanks: background.blanks,
      marks: background.marks,
    },
    legendAt,
    sentenceAt: (index) => {
      const point = points[index];
      if (!point) return "";
      const updateTitle = background.updateTitleAt(index);
      const isBlank = isBlankAt(background, index);
      return `${pointSentence(formatBucket(point.at, stepS), point, { isBlank })}${updateTitle === null ? "" : `. ${updateTitle}`}`;
    },
    summary: summaryOf(periodName(options), options.step, digestOf(points)),
  };
}
