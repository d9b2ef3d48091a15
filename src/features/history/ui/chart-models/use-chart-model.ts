"use client";
import { useMemo, useState } from "react";
import { candlesOf } from "#features/history/rules/chart/candles.ts";
import type { PriceHistory } from "#features/history/contract.ts";
import { slotsOf } from "#features/history/rules/chart/gap-slots.ts";
import type { DrawnOptions } from "#features/history/rules/chart/chart-options.ts";
import { periodName, rangeOf } from "#features/history/rules/chart/range.ts";
import { toSeries, withoutLead } from "#features/history/rules/chart/series.ts";
import type { SeriesPoint } from "#features/history/rules/chart/series.ts";
import { wholeBuckets } from "#features/history/rules/time-interval.ts";
import { marksOf } from "#features/history/rules/chart/update-markers.ts";
import type { UpdateMark } from "#features/history/rules/chart/update-markers.ts";
import { trpc } from "#trpc/client.tsx";
import { candleModel } from "./candle-model.ts";
import { compareModel } from "./compare-model.ts";
import { lineModel } from "./line-model.ts";
import type { ChartModel, ChartBackground } from "./model.ts";
import type { Compared } from "#features/history/ui/chart-tools/use-compared.ts";

const NEVER_OLD = { staleTime: 600_000, networkMode: "always" } as const;
const noMarks: readonly UpdateMark[] = [];

type Drawn = {
  model: ChartModel;
  /** The item's own points, in the step of its history. */
  points: readonly SeriesPoint[];
  marks: readonly UpdateMark[];
};

const isSame = (a: readonly Compared[], b: readonly Compared[]): boolean =>
  a.length === b.length &&
  a.every(({ id, name, history }, index) => {
    const other = b[index];
    return id === other?.id && name === other.name && history === other.history;
  });

/** Keeps the identity of the array while its content is equal, because every render creates a new one. */
function useStableCompared(compared: readonly Compared[]): readonly Compared[] {
  const [kept, keep] = useState(compared);
  if (isSame(kept, compared)) return kept;
  keep(compared);
  return compared;
}

/**
 * Turns the histories of an item and of the compared items into a chart model; null while there is no history. `lead`:
 * the item's points before its history, for the indicators.
 */
export function useChartModel(
  item: { id: number; name: string },
  { history, lead }: { history: PriceHistory | undefined; lead: readonly SeriesPoint[] },
  compared: readonly Compared[],
  options: DrawnOptions,
): Drawn | null {
  const wantsMarks = options.parts.includes("updates");
  const updates = trpc.items.getUpdates.useQuery(undefined, { ...NEVER_OLD, enabled: wantsMarks }).data
    ?.updates;
  const points = useMemo((): readonly SeriesPoint[] => {
    if (history === undefined) return [];
    const all = toSeries(history);
    return options.range === "all" ? withoutLead(all) : all;
  }, [history, options.range]);
  const settled = useStableCompared(compared);
  const others = useMemo(
    () => settled.map(({ id, name, history: other }) => ({ id, name, points: other ? toSeries(other) : [] })),
    [settled],
  );

  return useMemo(() => {
    if (history === undefined) return null;
    const { candleMs } = rangeOf[options.range];
    const comparing = others.length > 0;
    const isCandles = !comparing && options.style === "candles";
    const firstMs = points[0]?.at ?? 0;
    const all = isCandles ? candlesOf([...lead, ...points], candleMs) : [];
    const candles = all.filter((candle) => candle.at >= firstMs);
    const stepMs = isCandles ? candleMs : history.stepS * 1000;
    const at = (isCandles ? candles : points).map((point) => point.at);
    const marks = wantsMarks && updates ? marksOf(at, stepMs, updates) : noMarks;
    const background: ChartBackground = {
      blanks: slotsOf(at, stepMs, isCandles ? wholeBuckets(history.gaps, stepMs) : history.gaps),
      marks: marks.map(({ index }) => index),
      updateTitleAt: (index) => marks.find((mark) => mark.index === index)?.update.title ?? null,
    };
    const model = () => {
      if (comparing) {
        const own = { id: item.id, name: item.name, points };
        return compareModel([own, ...others], at, history.stepS, periodName(options), background);
      }
      return isCandles
        ? candleModel(candles, stepMs / 1000, options, background, all.slice(0, all.length - candles.length))
        : lineModel(points, history.stepS, options, background, lead);
    };
    return { model: model(), points, marks };
  }, [history, lead, points, others, options, updates, wantsMarks, item.id, item.name]);
}
