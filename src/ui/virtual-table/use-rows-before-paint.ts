"use client";
import { useEffect, useReducer } from "react";
import { flushSync } from "react-dom";

/**
 * React draws what a scroll event asks for when the browser gives it a turn, which on a busy page comes after the
 * next frame: a blank row. A synchronous update in the frame of the scroll takes the waiting ones along.
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
