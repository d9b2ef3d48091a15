"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { ListRowsInput } from "#features/imports/contract.ts";
import { trpc } from "#trpc/client.tsx";

/** The rows of an import of one kind, page by page, in the order of the file. */
export function useRows(id: string, status: ListRowsInput["status"]) {
  const { client } = trpc.useUtils();
  return useInfiniteQuery({
    queryKey: [["imports", "rows"], id, status],
    queryFn: ({ pageParam, signal }) =>
      client.imports.rows.query({ id, status, ...(pageParam !== null && { cursor: pageParam }) }, { signal }),
    initialPageParam: null as number | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    staleTime: 0,
  });
}
