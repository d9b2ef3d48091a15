"use client";
import dynamic from "next/dynamic";
import { useEffect, useId, useRef, useState } from "react";
import classes from "./liquidity.module.css";

const Waiting = () => <div className={classes.waiting} />;
const LiquidityTable = dynamic(
  () => import("./liquidity-table.tsx").then((module) => module.LiquidityTable),
  {
    ssr: false,
    loading: Waiting,
  },
);

/** The distance to the window at which it starts to load. */
const NEAR = "200px";
const IDLE_LIMIT_MS = 2_000;

/** Runs a function when the browser is idle, such as after drawing the chart above. Returns a cancel function. */
function whenIdle(run: () => void): () => void {
  if (!("requestIdleCallback" in globalThis)) {
    const timer = setTimeout(run, IDLE_LIMIT_MS);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(run, { timeout: IDLE_LIMIT_MS });
  return () => cancelIdleCallback(handle);
}

/** Shows at which hours of the week an item is traded. Loads when it is near the window, because most visits skip it. */
export function LiquidityMap({ itemId, itemName }: { itemId: number; itemName: string }) {
  const id = useId();
  const section = useRef<HTMLElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    const element = section.current;
    if (element === null || near) return undefined;
    let cancel: () => void = () => undefined;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        cancel = whenIdle(() => setNear(true));
      },
      { rootMargin: NEAR },
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      cancel();
    };
  }, [near]);
  return (
    <section ref={section} className={classes.card} aria-labelledby={id}>
      <h2 id={id} className={classes.title}>
        Liquidity by hour of the week
      </h2>
      {near ? <LiquidityTable itemId={itemId} itemName={itemName} /> : <Waiting />}
    </section>
  );
}
