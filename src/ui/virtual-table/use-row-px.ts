"use client";
import { useMemo } from "react";
import { useNarrow } from "#ui/layout/use-narrow.ts";

/** The height that the server assumes, and a browser without styles. */
const USUAL_PX = 40;

const readRowPx = (scroller: HTMLElement): number =>
  Number.parseFloat(getComputedStyle(scroller).getPropertyValue("--row")) || USUAL_PX;

/** The height of a row, px: the style sheet's `--row`, which depends on the window's width. */
export function useRowPx(scroller: HTMLElement | null): number {
  const isNarrow = useNarrow();
  return useMemo(
    () => (scroller === null ? USUAL_PX : readRowPx(scroller)),
    // What the style sheet looks at.
    // oxlint-disable-next-line react/exhaustive-deps
    [scroller, isNarrow],
  );
}
