"use client";
import { keepPreviousData } from "@tanstack/react-query";
import { useDeferredValue, useMemo, useState } from "react";
import type { ItemColumns, ItemLink } from "#features/market/contract.ts";
import { rankItems } from "#features/market/rules/search/rank-items.ts";
import { trpc } from "#trpc/client.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import type { ShownFailure } from "#ui/failure/use-load-failure.ts";
import type { PalettePage } from "#ui/nav.ts";
import { matchCommands, orderEntries } from "./match-commands.ts";
import { recentItems } from "./recent-items.ts";
import { useCommands } from "./use-commands.ts";
import type { PaletteCommand } from "./palette-command.ts";

/** What the palette says of an item beside its name. */
type Facts = { members: boolean | null; high: number | null; low: number | null };

export type PaletteEntry =
  | { key: string; label: string; kind: "item"; href: string; icon: string; facts: Facts | null }
  | PaletteCommand;

export type PaletteEntries = {
  entries: readonly PaletteEntry[];
  /** The heading of the list; null for search results. */
  heading: string | null;
  state: "ready" | "searching" | "failed";
  /** Why the server could not be searched. */
  failure: ShownFailure | null;
  /** What an action that keeps the palette open has to tell. */
  note: string | null;
  /** Whether the list is still that of an earlier text. */
  isBehind: boolean;
};

const SHOWN = 12;

const itemEntry = ({ id, name, icon }: ItemLink, facts: Facts | null): PaletteEntry => ({
  key: `item-${id}`,
  kind: "item",
  label: name,
  href: `/items/${id}`,
  icon,
  facts,
});

function rowAt(columns: ItemColumns, index: number): PaletteEntry {
  const { id, name, icon, members, high, low } = columns;
  return itemEntry(
    { id: id[index] ?? 0, name: name[index] ?? "", icon: icon[index] ?? "" },
    { members: members[index] ?? null, high: high[index] ?? null, low: low[index] ?? null },
  );
}

/**
 * The palette's entries for a typed text. Searches the market list if it is loaded, else asks the server. Without text:
 * the last visited items, then all commands.
 */
export function usePaletteEntries(text: string, pages: readonly PalettePage[]): PaletteEntries {
  const typed = text.trim();
  const query = useDeferredValue(typed);
  const list = trpc.items.getAll.useQuery(undefined, { enabled: false });
  const columns = list.data?.columns;
  const search = trpc.items.search.useQuery(
    { query, limit: SHOWN },
    {
      enabled: query !== "" && columns === undefined,
      placeholderData: keepPreviousData,
    },
  );
  const failure = useLoadFailure(search);
  const { commands, note } = useCommands(pages);
  const [recent] = useState(recentItems);

  const hits = search.data?.hits;
  const items = useMemo((): readonly PaletteEntry[] => {
    if (query === "") {
      return recent.map((item) => {
        const index = columns?.id.indexOf(item.id) ?? -1;
        return columns !== undefined && index >= 0 ? rowAt(columns, index) : itemEntry(item, null);
      });
    }
    if (columns !== undefined) return rankItems(columns, query, SHOWN).map((index) => rowAt(columns, index));
    return (hits ?? []).map((hit) => itemEntry(hit, hit));
  }, [query, recent, columns, hits]);

  const matching = useMemo(
    () => (query === "" ? { named: false, found: commands } : matchCommands(commands, query)),
    [query, commands],
  );
  const state =
    query === "" || columns !== undefined
      ? "ready"
      : failure !== null
        ? "failed"
        : search.isFetching
          ? "searching"
          : "ready";
  return {
    entries: orderEntries<PaletteEntry>(query, items, matching),
    note,
    heading: query === "" && recent.length > 0 ? "Recent items" : null,
    state,
    failure: state === "failed" ? failure : null,
    isBehind: query !== typed || state === "searching",
  };
}
