"use client";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ItemColumns } from "#features/market/contract.ts";
import { rankItems } from "#features/market/rules/search/rank-items.ts";
import { FROM_BROWSER, trpc } from "#trpc/client.tsx";

export type FoundItem = { id: number; name: string; icon: string };

/** The prices and the alchemy value of one unit, gp; null is unknown. */
export type ItemPrices = { low: number | null; high: number | null; highalch: number | null };

export type Items = {
  /** Undefined for an item that is not listed, or not loaded yet. */
  find: (id: number) => FoundItem | undefined;
  nameOf: (id: number) => string;
  pricesOf: (id: number) => ItemPrices;
  /** The best matches of a typed text, as the market list finds them. */
  search: (text: string, limit: number) => FoundItem[];
  isLoaded: boolean;
};

/** The market's items: of the list if it is loaded, else fetched once for all pages of the trader's ledger. */
export function useItems(): Items {
  const { client } = trpc.useUtils();
  const list = trpc.items.getAll.useQuery(undefined, { enabled: false });
  const own = useQuery({
    queryKey: ["trades-items"],
    queryFn: ({ signal }) => client.items.getAll.query(undefined, { ...FROM_BROWSER, signal }),
    enabled: list.data === undefined,
    staleTime: Infinity,
    structuralSharing: false,
  });
  const columns = list.data?.columns ?? own.data?.columns;
  return useMemo(() => itemsOf(columns), [columns]);
}

function itemsOf(columns: ItemColumns | undefined): Items {
  const indexById = new Map(columns?.id.map((id, index) => [id, index]));
  const at = (index: number): FoundItem => ({
    id: columns?.id[index] ?? 0,
    name: columns?.name[index] ?? "",
    icon: columns?.icon[index] ?? "",
  });
  const find = (id: number): FoundItem | undefined => {
    const index = indexById.get(id);
    return index === undefined ? undefined : at(index);
  };
  return {
    find,
    nameOf: (id) => find(id)?.name ?? `Item ${id}`,
    pricesOf: (id) => {
      const index = indexById.get(id) ?? -1;
      return {
        low: columns?.low[index] ?? null,
        high: columns?.high[index] ?? null,
        highalch: columns?.highalch[index] ?? null,
      };
    },
    search: (text, limit) => (columns === undefined ? [] : rankItems(columns, text, limit).map(at)),
    isLoaded: columns !== undefined,
  };
}
