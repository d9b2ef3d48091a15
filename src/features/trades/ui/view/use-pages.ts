"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { queryKeyOf, trpc } from "#trpc/client.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import type { LoadedQuery } from "#ui/failure/use-load-failure.ts";
import { flipsInput, tradesInput } from "./flips-view.ts";
import type { FlipsView } from "./flips-view.ts";

const PAGE = 100;
/** The next page is asked for when so few loaded rows are left below. */
const AHEAD = 40;
/** Placeholder rows below the loaded ones while there are more. */
const COMING = 20;

const options = {
  initialPageParam: null as string | null,
  getNextPageParam: ({ nextCursor }: { nextCursor: string | null }) => nextCursor,
  placeholderData: keepPreviousData,
  // Other pages change the ledger too, such as an import.
  staleTime: 0,
};
const after = (cursor: string | null) => ({ limit: PAGE, ...(cursor !== null && { cursor }) });

type Paged = Omit<LoadedQuery, "data" | "refetch"> & {
  hasNextPage: boolean;
  isError: boolean;
  isFetchNextPageError: boolean;
  fetchNextPage: () => unknown;
};

/**
 * How many rows a table has while further pages may come, what loads them as they are scrolled to, and why one could not
 * be loaded.
 */
export function useMoreRows(query: Paged, loaded: number | null) {
  const { hasNextPage, isFetching, isError, fetchNextPage } = query;
  const onDrawn = useCallback(
    (last: number) => {
      const isNear = loaded !== null && last > loaded - AHEAD;
      if (isNear && hasNextPage && !isFetching && !isError) void fetchNextPage();
    },
    [loaded, hasNextPage, isFetching, isError, fetchNextPage],
  );
  const failure = useLoadFailure({
    ...query,
    data: query.isFetchNextPageError ? undefined : true,
    refetch: fetchNextPage,
  });
  return { failure, rowCount: loaded === null ? null : loaded + (hasNextPage ? COMING : 0), onDrawn };
}

/** The flips of a view page by page. While another filter loads, the rows before stay. */
export function useFlips(view: FlipsView) {
  const { client } = trpc.useUtils();
  const input = flipsInput(view);
  const query = useInfiniteQuery({
    queryKey: queryKeyOf(trpc.flips.getFlips, input, "infinite"),
    queryFn: ({ pageParam, signal }) =>
      client.flips.getFlips.query({ ...input, ...after(pageParam) }, { signal }),
    ...options,
  });
  const pages = query.data?.pages;
  const flips = useMemo(() => pages?.flatMap((page) => page.flips) ?? null, [pages]);
  return { query, flips, totals: pages?.[0]?.totals ?? null };
}

export function useTrades(view: FlipsView) {
  const { client } = trpc.useUtils();
  const input = tradesInput(view);
  const query = useInfiniteQuery({
    queryKey: queryKeyOf(trpc.trades.list, input, "infinite"),
    queryFn: ({ pageParam, signal }) =>
      client.trades.list.query({ ...input, ...after(pageParam) }, { signal }),
    ...options,
  });
  const pages = query.data?.pages;
  const trades = useMemo(() => pages?.flatMap((page) => page.trades) ?? null, [pages]);
  return { query, trades };
}
