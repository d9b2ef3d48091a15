"use client";
import { useQueryStates } from "nuqs";
import { useCallback, useMemo } from "react";
import { filterNames, defaultView, viewParamNames } from "#features/market/rules/list/view.ts";
import type { MarketView } from "#features/market/rules/list/view.ts";
import { viewKeyOf, viewParsers } from "./view-params.ts";

export type ChangeView = (change: Partial<MarketView>) => void;

const noFilters: Partial<MarketView> = Object.fromEntries(filterNames.map((name) => [name, null]));

/** The view in the URL. A change replaces the URL without a request to the server. */
export function useMarketView() {
  const [params, setParams] = useQueryStates(viewParsers, { urlKeys: viewParamNames, history: "replace" });
  const view: MarketView = params;
  const change: ChangeView = useCallback(
    (next) => {
      void setParams(next as Parameters<typeof setParams>[0]);
    },
    [setParams],
  );
  const clearFilters = useCallback(() => change({ ...noFilters, query: "" }), [change]);
  /** Resets everything but the columns, which are a preference and not part of the search. */
  const reset = useCallback(() => change({ ...defaultView, columns: view.columns }), [change, view.columns]);
  const viewKey = useMemo(() => viewKeyOf(view), [view]);
  return { view, viewKey, change, clearFilters, reset };
}
