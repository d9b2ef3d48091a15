"use client";
import { useMemo } from "react";
import { heatOf } from "#features/history/rules/chart/heatmap.ts";
import type { Heat } from "#features/history/rules/chart/heatmap.ts";
import { trpc } from "#trpc/client.tsx";
import { useOpenBucket } from "#features/history/ui/chart-data/use-chart-time.ts";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import type { ShownFailure } from "#ui/failure/use-load-failure.ts";

const HOUR_S = 3_600;
const DAY_MS = 86_400_000;
const DAYS = 90;

const ownZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

export type HeatQuery = {
  heat: Heat | null;
  timeZone: string;
  failure: ShownFailure | null;
};

/** Computes an item's heat map in the reader's time zone, from up to 90 days of 1h buckets. */
export function useHeat(itemId: number): HeatQuery {
  // Aligned to a day's start, so that all requests of a day share a cached answer.
  const today = Math.floor(useOpenBucket(HOUR_S) / DAY_MS) * DAY_MS;
  const query = trpc.items.getPriceHistory.useQuery(
    { itemId, timestep: "1h", from: today - DAYS * DAY_MS },
    { staleTime: HOUR_S * 1000 },
  );
  const timeZone = ownZone();
  const { data, dataUpdatedAt } = query;
  const heat = useMemo(
    () => (data === undefined ? null : heatOf(data, { timeZone, untilMs: dataUpdatedAt })),
    [data, dataUpdatedAt, timeZone],
  );
  return {
    heat,
    timeZone,
    failure: useLoadFailure(query),
  };
}
