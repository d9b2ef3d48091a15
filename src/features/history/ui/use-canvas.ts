"use client";
import { useCallback, useEffect, useState } from "react";

const load = () => import("#ui/chart/price-canvas.tsx");

// Asked for before the page has come to life, and so before the prices are: neither waits for the other.
if (typeof document !== "undefined") load().catch(() => undefined);

type Canvas = Awaited<ReturnType<typeof load>>["PriceCanvas"];
type Loaded = { state: "loading" | "failed" } | { state: "ready"; Canvas: Canvas };

/**
 * The drawing's code, which is no part of the page's own. Not by a lazy component: React shows what it waited for no
 * sooner than 300 ms after the placeholder.
 */
export function useCanvas(): { loaded: Loaded; retry: () => void } {
  const [loaded, setLoaded] = useState<Loaded>({ state: "loading" });
  const start = useCallback(() => {
    load().then(
      ({ PriceCanvas }) => setLoaded({ state: "ready", Canvas: PriceCanvas }),
      () => setLoaded({ state: "failed" }),
    );
  }, []);
  useEffect(start, [start]);
  return { loaded, retry: start };
}
