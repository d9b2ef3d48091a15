"use client";
import { useQueryStates } from "nuqs";
import { useMemo } from "react";
import { filterNames, viewParsers } from "./flips-view.ts";
import type { FlipsView } from "./flips-view.ts";

export type ChangeView = (change: Partial<FlipsView>) => void;

const noFilters = Object.fromEntries(filterNames.map((name) => [name, null]));

/** Tab, filters, order and the explained flip, in the URL. Another tab is an entry of the history, which Back undoes. */
export function useFlipsView() {
  const [view, setView] = useQueryStates(viewParsers, { history: "replace" });
  return useMemo(() => {
    const change: ChangeView = (next) =>
      void setView(next, { history: next.tab !== undefined && next.tab !== view.tab ? "push" : "replace" });
    return { view, change, clear: () => void setView({ ...noFilters, sort: null }) };
  }, [view, setView]);
}
