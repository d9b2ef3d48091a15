"use client";
import { useEffect, useSyncExternalStore } from "react";
import type { PriceCanvas } from "#ui/chart/price-canvas.tsx";

type Loaded = { state: "loading" | "failed" } | { state: "ready"; Canvas: typeof PriceCanvas };

const LOADING: Loaded = { state: "loading" };
const listeners = new Set<() => void>();
let loaded: Loaded = LOADING;

function setLoaded(next: Loaded): void {
  loaded = next;
  for (const notify of listeners) notify();
}

const load = (): void =>
  void import("#ui/chart/price-canvas.tsx").then(
    (code) => setLoaded({ state: "ready", Canvas: code.PriceCanvas }),
    () => setLoaded({ state: "failed" }),
  );

// Loads at import, before hydration, in parallel with the prices.
if (typeof document !== "undefined") load();

const subscribe = (notify: () => void) => {
  listeners.add(notify);
  return () => void listeners.delete(notify);
};

/**
 * Loads the code of the chart's canvas, which is a bundle of its own. Not a lazy component, because React shows one no
 * sooner than 300 ms after its placeholder.
 */
export function useCanvas(): { loaded: Loaded; retry: () => void } {
  const current = useSyncExternalStore(
    subscribe,
    () => loaded,
    () => LOADING,
  );
  useEffect(() => {
    if (loaded.state === "failed") load();
  }, []);
  return { loaded: current, retry: load };
}
