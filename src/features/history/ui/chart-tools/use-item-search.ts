"use client";
import { keepPreviousData } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import type { ItemLink } from "#features/market/contract.ts";
import { rankItems } from "#features/market/rules/search/rank-items.ts";
import { trpc } from "#trpc/client.tsx";

const SHOWN = 8;

/** Searches items by name, ranked as in the palette: in the market list if it is loaded, else on the server. */
export function useItemSearch(text: string): {
  hits: readonly ItemLink[];
  state: "ready" | "searching" | "failed";
} {
  const query = useDeferredValue(text.trim());
  const list = trpc.items.getAll.useQuery(undefined, { enabled: false });
  const columns = list.data?.columns;
  const search = trpc.items.search.useQuery(
    { query, limit: SHOWN },
    {
      enabled: query !== "" && columns === undefined,
      placeholderData: keepPreviousData,
      networkMode: "always",
    },
  );
  if (query === "") return { hits: [], state: "ready" };
  if (columns === undefined) {
    const state = search.isError ? "failed" : search.isFetching ? "searching" : "ready";
    return { hits: search.data?.hits ?? [], state };
  }
  const hits = rankItems(columns, query, SHOWN).map((index) => ({
    id: columns.id[index] ?? 0,
    name: columns.name[index] ?? "",
    icon: columns.icon[index] ?? "",
  }));
  return { hits, state: "ready" };
}
