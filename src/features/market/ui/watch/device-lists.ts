import type { WatchlistView } from "#features/market/watchlists/contract.ts";

const KEY = "ge:watchlists";
const CURRENT_KEY = "ge:watchlist";
const VERSION = 1;
/** As an account's (`rules/watch/watchlists.ts`). */
const MAX_LISTS = 50;
const MAX_ITEMS = 500;
const MAX_NAME_LENGTH = 40;
const MAX_ID = 2_147_483_647;

const isItemId = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MAX_ID;

function readList(value: unknown): WatchlistView[] {
  if (typeof value !== "object" || value === null) return [];
  const { id, name, items } = value as Record<string, unknown>;
  if (typeof id !== "string" || typeof name !== "string" || !Array.isArray(items)) return [];
  if (name.trim() === "" || name.length > MAX_NAME_LENGTH) return [];
  const itemIds = [...new Set(items.filter(isItemId))].slice(0, MAX_ITEMS);
  return [{ id, name, itemIds, shareToken: null }];
}

/** Leaves out what is broken, and a second list of a name; none of another version. */
export function parseDeviceLists(text: string | null): WatchlistView[] {
  try {
    const stored: unknown = JSON.parse(text ?? "null");
    if (typeof stored !== "object" || stored === null) return [];
    const { v, lists } = stored as Record<string, unknown>;
    if (v !== VERSION || !Array.isArray(lists)) return [];
    const byName = new Map(
      lists
        .flatMap(readList)
        .toReversed()
        .map((list) => [list.name, list]),
    );
    return [...byName.values()].toReversed().slice(0, MAX_LISTS);
  } catch {
    return [];
  }
}

export const formatDeviceLists = (lists: readonly WatchlistView[]): string =>
  JSON.stringify({ v: VERSION, lists: lists.map(({ id, name, itemIds }) => ({ id, name, items: itemIds })) });

const readText = (key: string): string | null => {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
};

const listeners = new Set<() => void>();
const notify = () => {
  for (const listener of listeners) listener();
};

/** Also called when another tab has changed them. */
export function onDeviceLists(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener("storage", listener);
  return () => {
    listeners.delete(listener);
    removeEventListener("storage", listener);
  };
}

let last: { text: string | null; lists: readonly WatchlistView[] } = { text: null, lists: [] };

/** The lists of this device; the same ones while nothing has changed. */
export function readDeviceLists(): readonly WatchlistView[] {
  const text = readText(KEY);
  if (text !== last.text) last = { text, lists: parseDeviceLists(text) };
  return last.lists;
}

/** Whether the browser has kept them; if not, nothing has changed. */
export function storeDeviceLists(lists: readonly WatchlistView[]): boolean {
  try {
    if (lists.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, formatDeviceLists(lists));
  } catch {
    return false;
  }
  notify();
  return true;
}

/** The list that `w` is for: the one that was opened last. */
export const readCurrentId = (): string | null => readText(CURRENT_KEY);

export function storeCurrentId(id: string): void {
  try {
    localStorage.setItem(CURRENT_KEY, id);
  } catch {
    // Without a storage it is the first one.
  }
  notify();
}
