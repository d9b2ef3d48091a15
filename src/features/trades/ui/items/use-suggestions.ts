"use client";
import { useDeferredValue, useMemo, useState } from "react";
import type { KeyboardEvent } from "react";
import type { FoundItem, Items } from "./use-items.ts";

const SHOWN = 6;

/**
 * Suggestions for a typed item name. `active` is -1 until a key has chosen one. `onKey` returns whether it used the
 * key: arrows choose, Enter and Tab pick what is chosen, Escape closes.
 */
export function useSuggestions(items: Items, text: string, onPick: (item: FoundItem) => void) {
  const query = useDeferredValue(text.trim());
  /** The text for which the list was closed, or an item was picked. */
  const [closedFor, setClosedFor] = useState<string | null>(null);
  const [chosen, setChosen] = useState({ query, active: -1 });
  const found = useMemo(() => (query === "" ? [] : items.search(query, SHOWN)), [items, query]);
  const isExact = found[0]?.name.toLowerCase() === query.toLowerCase();
  const shown = closedFor === query || (isExact && found.length === 1) ? [] : found;
  const active = chosen.query === query && chosen.active < shown.length ? chosen.active : -1;
  const pick = (item: FoundItem) => {
    setClosedFor(item.name);
    onPick(item);
  };
  const onKey = (event: KeyboardEvent): boolean => {
    if (event.nativeEvent.isComposing || shown.length === 0) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const picked = shown[active];
    if (step !== undefined) {
      const count = shown.length + 1;
      setChosen({ query, active: ((active + 1 + step + count) % count) - 1 });
    } else if (event.key === "Escape") setClosedFor(query);
    else if ((event.key === "Enter" || event.key === "Tab") && picked !== undefined) pick(picked);
    else return false;
    event.preventDefault();
    return true;
  };
  return { best: found[0] ?? null, shown, active, pick, onKey, close: () => setClosedFor(query) };
}
