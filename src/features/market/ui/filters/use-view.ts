"use client";
import { useQueryStates } from "nuqs";
import { useCallback, useMemo, useRef } from "react";
import { filterNames, defaultView, viewParamNames } from "#features/market/rules/list/view.ts";
import type { MarketView } from "#features/market/rules/list/view.ts";
import { useRememberedView } from "#features/market/ui/views/last/use-remembered-view.ts";
import { parseView, viewKeyOf, viewParsers } from "./view-params.ts";

export type ChangeView = (change: Partial<MarketView>) => void;

const noFilters: Partial<MarketView> = Object.fromEntries(filterNames.map((name) => [name, null]));

/** After this time a change is in the URL, whether or not its promise says so. */
const IN_URL_MS = 300;

/**
 * The view in the URL, remembered on this device. A change replaces the URL without a request to the server; another
 * preset is an entry of the history, which Back undoes.
 */
export function useMarketView() {
  const [params, setParams] = useQueryStates(viewParsers, { urlKeys: viewParamNames, history: "replace" });
  const pending = useRef<Promise<unknown>>(Promise.resolve());
  const write = useCallback(
    (next: Partial<MarketView>, history: "push" | "replace" = "replace") => {
      const written = setParams(next as Parameters<typeof setParams>[0], { history });
      const limit = new Promise((done) => setTimeout(done, IN_URL_MS));
      pending.current = Promise.race([written, limit]);
    },
    [setParams],
  );
  const { view, remember, showOther, userId } = useRememberedView(params, write);
  const change: ChangeView = useCallback(
    (next) => {
      remember({ ...view, ...next });
      write(next, next.preset !== undefined && next.preset !== view.preset ? "push" : "replace");
    },
    [remember, write, view],
  );
  /** Shows a saved view, which Back undoes. */
  const openView = useCallback(
    (text: string) => {
      const next = parseView(text);
      remember(next);
      write(next, "push");
    },
    [remember, write],
  );
  /** Resolves once the URL has every change: a page that is opened before would come back without the last ones. */
  const inUrl = useCallback(() => pending.current, []);
  const clearFilters = useCallback(() => change({ ...noFilters, query: "" }), [change]);
  /** Resets everything but the columns, which are a preference and not part of the search. */
  const reset = useCallback(() => change({ ...defaultView, columns: view.columns }), [change, view.columns]);
  const viewKey = useMemo(() => viewKeyOf(view), [view]);
  return { view, viewKey, change, inUrl, clearFilters, reset, openView, showOther, userId };
}
