"use client";
import { useCallback, useMemo, useSyncExternalStore } from "react";
import { watchedIds } from "#features/market/rules/watch/watchlists.ts";
import type { WatchlistView } from "#features/market/watchlists/contract.ts";
import { trpc } from "#trpc/client.tsx";
import { onDeviceLists, readCurrentId, readDeviceLists } from "./device-lists.ts";

const NONE: readonly WatchlistView[] = [];
const NO_ITEMS: ReadonlySet<number> = new Set();

/** As far as the page knows who is signed in: its top bar asks. Null for a visitor, undefined while unknown. */
export function useKnownUserId(): string | null | undefined {
  const user = trpc.auth.me.useQuery(undefined, { enabled: false }).data?.user;
  return user === undefined ? undefined : (user?.id ?? null);
}

export const useDeviceLists = (): readonly WatchlistView[] =>
  useSyncExternalStore(onDeviceLists, readDeviceLists, () => NONE);

export const currentOf = (
  lists: readonly WatchlistView[],
  id: string | null = readCurrentId(),
): WatchlistView | null => lists.find((list) => list.id === id) ?? lists[0] ?? null;

/** The watchlists of the account, or those of this device without one. */
export function useWatchlists() {
  const userId = useKnownUserId();
  const device = useDeviceLists();
  const currentId = useSyncExternalStore(onDeviceLists, readCurrentId, () => null);
  const query = trpc.watchlists.list.useQuery(undefined, { enabled: typeof userId === "string" });
  const account = query.data?.lists;
  const lists = userId === null ? device : userId === undefined ? null : (account ?? null);
  const current = lists === null ? null : currentOf(lists, currentId);
  /** The distinct items of all lists; null while unknown. */
  const watched = useMemo(() => (lists === null ? null : watchedIds(lists)), [lists]);
  const here: ReadonlySet<number> = useMemo(
    () => (current === null ? NO_ITEMS : new Set(current.itemIds)),
    [current],
  );
  return { userId, lists, current, watched, here, query, allowed: query.data?.allowed ?? null };
}

export type WatchedItem = { id: number; name: string };

/** Puts an item on the current list, or takes it off. What does it is loaded at the first use. */
export function useToggleWatch(): (item: WatchedItem) => void {
  const utils = trpc.useUtils();
  const userId = useKnownUserId();
  return useCallback(
    (item) =>
      void import("./toggle-watch.ts").then(({ toggleWatch }) => toggleWatch({ utils, userId }, item)),
    [utils, userId],
  );
}
