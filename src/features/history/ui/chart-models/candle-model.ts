import type { CandlePoint } from "#features/history/rules/chart/candles.ts";
import type { DrawnOptions } from "#features/history/rules/chart/chart-options.ts";
import { periodName, rangeOf } from "#features/history/rules/chart/range.ts";
import { candleSentence, candleSummary } from "#features/history/rules/chart/chart-summary.ts";
import { formatBucket } from "#ui/chart/axis/bucket.ts";
import { formatExact } from "#ui/format/format.ts";
import { indicatorsOf } from "./indicator-lines.ts";
import { momentEntry, volumeEntries, wholeCoins } from "./legend-entries.ts";
import { isBlankAt } from "./model.ts";
import type { ChartModel, ChartBackground, LegendEntry } from "./model.ts";

const hints = {
  Open: "The first mid price known in this candle",
  High: "The highest mid price in this candle",
  Low: "The lowest mid price in this candle",
  Close: "The last mid price known in this candle",
} as const;

/** Builds the chart of mid-price candles. `stepS`: the length of a candle. `lead`: the candles before them, for the indicators. */
export function candleModel(
  points: readonly CandlePoint[],
  stepS: number,
  options: DrawnOptions,
  background: ChartBackground,
  lead: readonly CandlePoint[] = [],
): ChartModel {
  const closesOf = (each: readonly CandlePoint[]) => each.map(({ candle }) => candle?.close ?? null);
  const indicators = indicatorsOf(closesOf(points), options, closesOf(lead));
  const newest = points.findLastIndex(({ candle }) => candle !== null);

  const legendAt = (at: number | null): LegendEntry[] => {
    const index = at ?? newest;
    const point = points[index] ?? null;
    const candle = point?.candle ?? null;
    const price = (label: keyof typeof hints, value: number | null): LegendEntry => ({
      label,
      hint: hints[label],
      value: formatExact(wholeCoins(value)),
    });
    return [
      momentEntry(point?.at, stepS),
      price("Open", candle?.open ?? null),
      price("High", candle?.highest ?? null),
      price("Low", candle?.lowest ?? null),
      price("Close", candle?.close ?? null),
      ...volumeEntries(point),
      ...indicators.entriesAt(index),
    ];
  };

  return {
    scene: {
      at: points.map(({ at }) => at),
      stepS,
      unit: "gp",
      lines: indicators.lines,
      bands: indicators.bands,
      candles: points.map(({ candle }) => candle),
      volumes: options.parts.includes("volume")
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
      return `${candleSentence(formatBucket(point.at, stepS), point, { isBlank })}${updateTitle === null ? "" : `. ${updateTitle}`}`;
    },
    summary: candleSummary(periodName(options), rangeOf[options.range].candle, points),
  };
}
