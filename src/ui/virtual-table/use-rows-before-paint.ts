"use client";
import { useEffect, useReducer } from "react";
import { flushSync } from "react-dom";

/**
 * Renders scrolled-in rows before the next paint. On a busy page React would render them after it, which shows blank
 * rows. A synchronous update in the same frame also flushes the pending ones.
 */
export function useRowsBeforePaint(scroller: HTMLElement | null): void {
  const [, touch] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    if (scroller === null) return;
    let frame = 0;
    const onScroll = () => {
      if (frame !== 0) return;
      frame = requestAnimationFrame(() => {
        frame = 0;
        flushSync(touch);
      });
    };
    scroller.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      scroller.removeEventListener("scroll", onScroll);
      cancelAnimationFrame(frame);
    };
  }, [scroller]);
}
