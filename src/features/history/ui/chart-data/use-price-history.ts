"use client";
import { useEffect, useRef, useState } from "react";
import type { PriceHistory } from "#features/history/contract.ts";
import { rangeStart } from "#features/history/rules/chart/range.ts";
import type { ChartPeriod } from "#features/history/rules/chart/range.ts";
import { trpc } from "#trpc/client.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { useChartTime } from "./use-chart-time.ts";

type Shown = ChartPeriod & { from: number; data: PriceHistory };

const isSame = (a: ChartPeriod, b: ChartPeriod): boolean =>
  a.range === b.range && a.step === b.step && a.until === b.until;

/**
 * Loads the history of a period, in points of one step, and one up to now again when one of its buckets has closed. The
 * last period that was loaded stays while another one loads, or cannot be loaded.
 */
export function usePriceHistory(itemId: number, period: ChartPeriod) {
  const { range, step, until } = period;
  const { openMs, reloads } = useChartTime(step);
  const from = rangeStart(range, until ?? openMs, step);
  const query = trpc.items.getPriceHistory.useQuery({
    itemId,
    timestep: step,
    from,
    ...(until !== null && { to: until }),
  });
  const failure = useLoadFailure(query);
  const { data, refetch } = query;
  const reloaded = useRef(reloads);
  useEffect(() => {
    if (reloads === reloaded.current) return;
    reloaded.current = reloads;
    // A new start of the range has its own request by now, and an earlier period does not change.
    if (until === null) void refetch({ cancelRefetch: false });
  }, [reloads, refetch, until]);

  const [shown, show] = useState<Shown | null>(null);
  if (data !== undefined && (shown?.data !== data || !isSame(shown, period))) show({ ...period, from, data });
  const backfill = trpc.items.getStatus.useQuery(undefined, { enabled: false }).data?.backfill ?? null;

  return {
    data: shown?.data,
    /** The period of `data` and its start; before there is data, those that are loading. */
    period: shown ?? period,
    from: shown?.from ?? from,
    /** What is wanted but not shown yet. */
    missing: shown !== null && !isSame(shown, period) ? period : null,
    /** Why that period, or the first, could not be loaded; null while its first try runs. */
    failure,
    /** Whether what is shown could not be brought up to date. It is asked for again. */
    isStale: data !== undefined && query.isError,
    backfill,
  };
}

export type PriceHistoryQuery = ReturnType<typeof usePriceHistory>;
