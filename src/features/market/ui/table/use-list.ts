"use client";
import { useEffect, useMemo } from "react";
import { deriveColumns } from "#features/market/rules/list/columns.ts";
import { trpc } from "#trpc/client.tsx";
import { useMarketStatus } from "#features/market/ui/feed/use-status.ts";

/** Every item, fetched again whenever the status poll sees a newer tick; the last good list stays meanwhile. */
export function useMarketList() {
  const status = useMarketStatus();
  const list = trpc.items.getAll.useQuery(undefined, {
    staleTime: Infinity,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    // 100,000 values compared one by one to find that most prices moved would cost more than it saves.
    structuralSharing: false,
    networkMode: "always",
  });
  const { refetch, isFetching } = list;
  const newest = status.data?.version;
  const shown = list.data?.version;
  useEffect(() => {
    if (newest !== undefined && shown !== undefined && newest > shown && !isFetching) void refetch();
    // Asked once a poll: an answer from a cache that lags behind must not be asked again at once.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [newest, shown, status.dataUpdatedAt]);
  const columns = list.data?.columns;
  const market = useMemo(() => (columns === undefined ? null : deriveColumns(columns)), [columns]);
  return { market, list, status };
}
