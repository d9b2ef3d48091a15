"use client";
import { useEffect, useMemo } from "react";
import { deriveColumns, withOwnLimits } from "#features/market/rules/list/columns.ts";
import { isOutdated } from "#features/market/rules/list/is-outdated.ts";
import type { OwnLimits } from "#ui/own-limits.tsx";
import { readNow } from "#ui/format/now.tsx";
import { useListQuery } from "#features/market/ui/list-data/use-list-query.ts";
import type { MarketView } from "#features/market/rules/list/view.ts";
import { trpc } from "#trpc/client.tsx";
import { useMarketStatus } from "#features/market/ui/feed/use-status.ts";

/** All items, or those that are `gone` from the feed, with profits for the trader's coins (gp; null is no bound) and what is left of the reader's limits. Brought up to date when the status poll reports another tick; the last list stays meanwhile. */
export function useMarketList(
  { coins, listing }: Pick<MarketView, "coins" | "listing">,
  limits: OwnLimits | null,
) {
  const status = useMarketStatus();
  const list = useListQuery();
  const gone = trpc.items.getUnlisted.useQuery(undefined, {
    enabled: listing !== null,
    networkMode: "always",
  });
  const { refetch, isFetching } = list;
  const newest = status.data?.version;
  const shown = list.data?.version;
  useEffect(() => {
    if (newest === undefined || shown === undefined || isFetching) return;
    const seen = { version: shown, atMs: list.dataUpdatedAt };
    if (isOutdated(seen, { version: newest, atMs: status.dataUpdatedAt })) void refetch();
    // At most one request per poll: a cached answer that lags behind must not cause another at once.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [newest, shown, status.dataUpdatedAt]);
  const shownList = listing === null ? list : gone;
  const columns = shownList.data?.columns;
  const derived = useMemo(
    () => (columns === undefined ? null : deriveColumns(columns, { nowMs: readNow(), coins })),
    [columns, coins],
  );
  const market = useMemo(
    () => (derived === null || limits === null ? derived : withOwnLimits(derived, limits)),
    [derived, limits],
  );
  return { market, list: shownList, status };
}
