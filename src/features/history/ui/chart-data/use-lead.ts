"use client";
import { keepPreviousData } from "@tanstack/react-query";
import { useMemo } from "react";
import type { PriceHistory } from "#features/history/contract.ts";
import type { DrawnOptions } from "#features/history/rules/chart/chart-options.ts";
import { lookBackBuckets } from "#features/history/rules/chart/look-back.ts";
import { rangeOf } from "#features/history/rules/chart/range.ts";
import { toSeries } from "#features/history/rules/chart/series.ts";
import type { SeriesPoint } from "#features/history/rules/chart/series.ts";
import { trpc } from "#trpc/client.tsx";

const NONE: readonly SeriesPoint[] = [];

/** The share of a history's buckets in which both sides traded. */
function knownShare({ columns, stepS, from, to }: PriceHistory): number {
  const known = columns.at.filter(
    (_, index) => (columns.avgHigh[index] ?? null) !== null && (columns.avgLow[index] ?? null) !== null,
  );
  return to > from ? (known.length * stepS * 1000) / (to - from) : 0;
}

/**
 * Loads the buckets before the first shown one that the chart's indicators need. They are requested after the shown
 * ones, which do not wait for them. Empty without indicators, and where nothing older is on record.
 */
export function useLead(
  itemId: number,
  history: PriceHistory | undefined,
  options: DrawnOptions,
): readonly SeriesPoint[] {
  const { candleMs, spanMs } = rangeOf[options.range];
  const stepMs = (history?.stepS ?? 1) * 1000;
  const isCandles = options.style === "candles";
  const share = useMemo(() => (history === undefined ? 1 : knownShare(history)), [history]);
  const isWanted = history !== undefined && spanMs !== null && options.compared.length === 0;
  const buckets = isWanted
    ? lookBackBuckets(options, isCandles ? candleMs / stepMs : 1, isCandles ? 1 : share)
    : 0;
  const to = history?.from ?? 1;
  const query = trpc.items.getPriceHistory.useQuery(
    { itemId, timestep: options.step, from: Math.max(0, to - buckets * stepMs), to },
    { enabled: buckets > 0, placeholderData: keepPreviousData, staleTime: Infinity },
  );
  const { data } = query;
  return useMemo(
    () => (buckets === 0 || data === undefined ? NONE : toSeries(data).filter(({ at }) => at < to)),
    [buckets, data, to],
  );
}
