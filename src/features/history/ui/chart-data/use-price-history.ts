"use client";
import { useEffect, useRef, useState } from "react";
import type { PriceHistory, Timestep } from "#features/history/contract.ts";
import { rangeStart } from "#features/history/rules/chart/range.ts";
import type { ChartRange } from "#features/history/rules/chart/range.ts";
import { trpc } from "#trpc/client.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { useChartTime } from "./use-chart-time.ts";

type Shown = { range: ChartRange; step: Timestep; from: number; data: PriceHistory };

/**
 * Loads the history of one range up to now, in points of one step, and again when one of its buckets has closed. The last range that was loaded
 * stays while another one loads, or cannot be loaded.
 */
export function usePriceHistory(itemId: number, range: ChartRange, step: Timestep) {
  const { openMs, reloads } = useChartTime(step);
  const from = rangeStart(range, openMs, step);
  const query = trpc.items.getPriceHistory.useQuery({ itemId, timestep: step, from });
  const failure = useLoadFailure(query);
  const { data, refetch } = query;
  const reloaded = useRef(reloads);
  useEffect(() => {
    if (reloads === reloaded.current) return;
    reloaded.current = reloads;
    // A new start of the range has its own request by now.
    void refetch({ cancelRefetch: false });
  }, [reloads, refetch]);

  const [shown, show] = useState<Shown | null>(null);
  if (data !== undefined && (shown?.data !== data || shown.range !== range || shown.step !== step))
    show({ range, step, from, data });
  const backfill = trpc.items.getStatus.useQuery(undefined, { enabled: false }).data?.backfill ?? null;

  return {
    data: shown?.data,
    /** The range of `data`, its step and its start; before there is data, those that are loading. */
    range: shown?.range ?? range,
    step: shown?.step ?? step,
    from: shown?.from ?? from,
    /** What is wanted but not shown yet. */
    missing: shown !== null && (shown.range !== range || shown.step !== step) ? { range, step } : null,
    /** Why that range, or the first, could not be loaded; null while its first try runs. */
    failure,
    /** Whether what is shown could not be brought up to date. It is asked for again. */
    isStale: data !== undefined && query.isError,
    backfill,
  };
}

export type PriceHistoryQuery = ReturnType<typeof usePriceHistory>;
