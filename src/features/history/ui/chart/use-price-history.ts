"use client";
import { keepPreviousData } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";
import { rangeOf, rangeStart } from "#features/history/rules/chart/range.ts";
import type { ChartRange } from "#features/history/rules/chart/range.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import { trpc } from "#trpc/client.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { useTimedText } from "#ui/format/now.tsx";

/** The start of the current bucket (epoch ms). The component renders again when the next one starts. */
export function useOpenBucket(stepS: number): number {
  const text = useTimedText(
    useCallback((nowMs: number) => String(Math.floor(nowMs / (stepS * 1000)) * stepS * 1000), [stepS]),
  );
  return Number(text);
}

/**
 * Loads the history of one range up to now, and again at every tick of the market, which the shell polls. While a new
 * range loads, the previous one stays.
 */
export function usePriceHistory(itemId: number, range: ChartRange) {
  const { timestep } = rangeOf[range];
  const openBucket = useOpenBucket(STEP_S[timestep]);
  const from = rangeStart(range, openBucket);
  const query = trpc.items.getPriceHistory.useQuery(
    { itemId, timestep, from },
    { placeholderData: keepPreviousData },
  );
  const status = trpc.items.getStatus.useQuery(undefined, { enabled: false });

  const version = status.data?.version;
  const seen = useRef(version);
  const { refetch } = query;
  useEffect(() => {
    if (version === seen.current) return;
    const isFirst = seen.current === undefined;
    seen.current = version;
    if (!isFirst) void refetch();
  }, [version, refetch]);

  return {
    data: query.data,
    from,
    isError: query.isError,
    failure: useLoadFailure(query),
    isOtherRange: query.isPlaceholderData,
    backfill: status.data?.backfill ?? null,
  };
}

export type PriceHistoryQuery = ReturnType<typeof usePriceHistory>;
