"use client";
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { formatView, parseView } from "#features/market/ui/filters/view-params.ts";
import type { MarketView } from "#features/market/rules/list/view.ts";
import { trpc } from "#trpc/client.tsx";
import { lastNavigation } from "#ui/last-navigation.ts";
import { readLastView, rememberView, storeLastView } from "./last-view.ts";

/** What is remembered of a view: a search is for once. */
const textOf = (view: MarketView): string => formatView({ ...view, query: "" });

/** The view to return to; null if it is the default one. */
function lastView(): MarketView | null {
  const text = readLastView()?.view ?? "";
  return text === "" ? null : parseView(text);
}

/** Whether a link led to the list without parameters: Back to such an entry shows what was there. */
const isPlainVisit = (inUrl: MarketView): boolean => lastNavigation() === "push" && formatView(inUrl) === "";

type Remembered = {
  /** The view to draw: that in the URL, or the one that the URL is about to get. */
  view: MarketView;
  /** Call with each view that the user chooses. */
  remember: (view: MarketView) => void;
  /** Shows what the account has from elsewhere in place of this device's view, unless another one is shown. */
  showOther: (theirs: string, mine: string) => void;
  userId: string | null | undefined;
};

/**
 * The last view of this device. A link to the list without parameters shows it (`early-view.ts`: a loaded page too); an
 * address with parameters wins, and is remembered only once something is changed in it.
 */
export function useRememberedView(inUrl: MarketView, show: (view: MarketView) => void): Remembered {
  const [early, setEarly] = useState(() => (isPlainVisit(inUrl) ? lastView() : null));
  // As far as the page knows: its top bar asks.
  const viewer = trpc.auth.me.useQuery(undefined, { enabled: false }).data?.user;
  const userId = viewer === undefined ? undefined : (viewer?.id ?? null);

  const remember = useCallback((view: MarketView) => rememberView(textOf(view), userId), [userId]);

  const text = formatView(inUrl);
  const shown = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (shown.current === text) return;
    const isFirst = shown.current === null;
    shown.current = text;
    if (isFirst && early !== null) {
      show(early);
      setEarly(null);
    } else if (!isFirst && lastNavigation() === "traverse") {
      // Back and Forward choose too.
      rememberView(textOf(inUrl), userId);
    } else if (!isFirst && isPlainVisit(inUrl)) {
      const last = lastView();
      if (last !== null) show(last);
    }
  }, [text, inUrl, early, show, userId]);

  useEffect(() => {
    // Signed out: the view of an account is not left to whoever is next.
    const last = readLastView();
    if (userId === null && last !== null && last.owner !== null) storeLastView(null);
  }, [userId]);

  const showOther = useCallback(
    (theirs: string, mine: string) => {
      if (text === mine && theirs !== mine) show(parseView(theirs));
    },
    [show, text],
  );
  return { view: early ?? inUrl, remember, showOther, userId };
}
