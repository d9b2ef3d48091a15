import { indexedTo100 } from "#features/history/rules/chart/compare.ts";
import type { SeriesPoint } from "#features/history/rules/chart/series.ts";
import { blankSentence, compareSummary } from "#features/history/rules/chart/chart-summary.ts";
import { formatBucket } from "#ui/chart/axis/bucket.ts";
import type { ColorName } from "#ui/chart/colors.ts";
import { UNKNOWN } from "#ui/format/format.ts";
import { momentEntry } from "./legend-entries.ts";
import { isBlankAt } from "./model.ts";
import type { ChartModel, ChartBackground, LegendEntry } from "./model.ts";

export type ComparedItem = { id: number; name: string; points: readonly SeriesPoint[] };

/** The colour and dashes of each compared item, so that lines differ without colour too. */
export const itemMarks: readonly { color: ColorName; dash: readonly number[] }[] = [
  { color: "itemA", dash: [] },
  { color: "itemB", dash: [7, 3] },
  { color: "itemC", dash: [2, 2] },
  { color: "itemD", dash: [9, 3, 2, 3] },
];

const share = (value: number | null | undefined): string => value?.toFixed(1) ?? UNKNOWN;

/** Builds the chart of several items' mid prices, each scaled so that its first is 100. `period`: its name. */
export function compareModel(
  items: readonly ComparedItem[],
  at: readonly number[],
  stepS: number,
  period: string,
  background: ChartBackground,
): ChartModel {
  const lines = items.map(({ id, name, points }, index) => ({
    key: `item-${id}`,
    name,
    values: indexedTo100(at, points),
    color: itemMarks[index]?.color ?? "itemA",
    dash: itemMarks[index]?.dash ?? [],
    tag: true,
  }));
  const newest = at.findLastIndex((_, index) => lines.some(({ values }) => (values[index] ?? null) !== null));

  const legendAt = (reached: number | null): LegendEntry[] => {
    const index = reached ?? newest;
    return [
      momentEntry(at[index], stepS),
      ...lines.map(({ name, color, dash, values }) => ({
        label: name,
        mark: color,
        dash,
        hint: "Its mid price where the first one of this range is 100",
        value: share(values[index]),
      })),
    ];
  };

  return {
    scene: {
      at,
      stepS,
      unit: "index",
      lines,
      bands: [],
      candles: null,
      volumes: null,
      strength: null,
      blanks: background.blanks,
      marks: background.marks,
    },
    legendAt,
    sentenceAt: (index) => {
      const when = at[index];
      if (when === undefined) return "";
      const isUnknown = lines.every(({ values }) => (values[index] ?? null) === null);
      const shares = lines.map(({ name, values }) => `${name} ${values[index]?.toFixed(1) ?? "unknown"}`);
      const updateTitle = background.updateTitleAt(index);
      const moment = formatBucket(when, stepS);
      const text =
        isUnknown && isBlankAt(background, index) ? blankSentence(moment) : `${moment}: ${shares.join(", ")}`;
      return `${text}${updateTitle === null ? "" : `. ${updateTitle}`}`;
    },
    summary: compareSummary(
      period,
      lines.map(({ name, values }) => ({ name, last: values.findLast((value) => value !== null) ?? null })),
    ),
  };
}
