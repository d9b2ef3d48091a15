"use client";
import { useEffect, useRef } from "react";
import { isForPage } from "#ui/shell/keys/single-keys.ts";

const LETTERS: ReadonlySet<string> = new Set(["j", "k"]);

/**
 * Sends keys to the grid while its page has the focus nowhere else. Letters also come from a button or a link, which
 * use the other keys themselves. `press` returns whether it used the key.
 */
export function usePageKeys(grid: HTMLElement | null, press: (key: string) => boolean): void {
  const latest = useRef(press);
  useEffect(() => {
    latest.current = press;
  });
  useEffect(() => {
    if (grid === null) return;
    const onKey = (event: KeyboardEvent) => {
      if (!isForPage(event) || !(event.target instanceof Element) || grid.contains(event.target)) return;
      const isNowhere = event.target.contains(grid);
      if ((isNowhere || LETTERS.has(event.key)) && latest.current(event.key)) event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [grid]);
}
