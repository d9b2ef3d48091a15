"use client";
import { useMemo } from "react";
import { useDisplay } from "#ui/display/use-display.ts";
import { useNarrow } from "#ui/layout/use-narrow.ts";

/** The height that the server assumes, and a browser without styles. */
const USUAL_PX = 40;

const readRowPx = (scroller: HTMLElement): number =>
  Number.parseFloat(getComputedStyle(scroller).getPropertyValue("--row")) || USUAL_PX;

/** The height of a row, px: the style sheet's `--row`, which depends on the window's width and the density. */
export function useRowPx(scroller: HTMLElement | null): number {
  const isNarrow = useNarrow();
  const { density } = useDisplay();
  return useMemo(
    () => (scroller === null ? USUAL_PX : readRowPx(scroller)),
    // What the style sheet looks at.
    // oxlint-disable-next-line react/exhaustive-deps
    [scroller, isNarrow, density],
  );
}
