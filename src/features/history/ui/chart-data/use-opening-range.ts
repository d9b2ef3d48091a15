"use client";
import { useState } from "react";
import { isBusy, openingRange, showsDays } from "#features/history/rules/chart/opening-range.ts";
import { rangeOf, rangeStart } from "#features/history/rules/chart/range.ts";
import type { ChartRange } from "#features/history/rules/chart/range.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import { trpc } from "#trpc/client.tsx";
import { useOpenBucket } from "./use-chart-time.ts";

/**
 * The range that a chart shows: the chosen one, else the shortest that shows an item's trades. `isSettled` is false
 * while that is not known yet; the range is then a day. The chart itself loads the same histories.
 */
export function useOpeningRange(
  itemId: number,
  chosen: ChartRange | null,
): { range: ChartRange; isSettled: boolean } {
  const openMs = useOpenBucket(STEP_S[rangeOf["1d"].timestep]);
  const [opened, setOpened] = useState<{ atMs: number; range: ChartRange | null }>({
    atMs: openMs,
    range: null,
  });
  const isAsking = chosen === null && opened.range === null;
  const ask = (range: ChartRange) => ({
    itemId,
    timestep: rangeOf[range].timestep,
    from: rangeStart(range, opened.atMs),
  });
  const day = trpc.items.getPriceHistory.useQuery(ask("1d"), { enabled: isAsking });
  const tradedToday = day.data?.columns.at.length ?? 0;
  const isThin = day.data !== undefined && !isBusy(tradedToday);
  const all = trpc.items.getPriceHistory.useQuery(ask("all"), { enabled: isAsking && isThin });
  const days = all.data?.columns.at ?? [];
  const guess = isThin ? openingRange(tradedToday, days, opened.atMs) : "1d";
  // Shorter buckets may be on record for less time than days are.
  const isGuessed = all.data !== undefined && rangeOf[guess].timestep !== "24h";
  const tried = trpc.items.getPriceHistory.useQuery(ask(guess), { enabled: isAsking && isGuessed });

  const isKnown =
    day.data !== undefined &&
    (!isThin || (all.data !== undefined && (!isGuessed || tried.data !== undefined)));
  if (isAsking && (isKnown || day.isError || all.isError || tried.isError)) {
    const shown = tried.data?.columns.at ?? [];
    const range = isKnown && isGuessed ? showsDays(guess, shown, days, opened.atMs) : guess;
    setOpened({ ...opened, range });
  }
  return { range: chosen ?? opened.range ?? "1d", isSettled: !isAsking };
}
