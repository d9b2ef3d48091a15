"use client";
import { useCallback, useEffect, useLayoutEffect, useRef } from "react";
import type { ActiveCell } from "#ui/virtual-table/table.ts";
import { findPlace, notePlace, storePlaces } from "./places.ts";
import type { Place } from "./places.ts";

type Options = {
  scroller: HTMLElement | null;
  /** Names the rows and their order. */
  view: string;
  rowCount: number;
  rowPx: number;
  rowKey: (index: number) => number;
  /** True while the rows are not those of the view yet. */
  isBusy: boolean;
  active: ActiveCell;
  onReturn: (cell: ActiveCell, hasFocus: boolean) => void;
};

const ACTS = ["wheel", "pointerdown", "keydown"] as const;

/**
 * Shows a new view from its top, and one that Back returns to where it was left: offsets, active cell and focus. An
 * active row that moved meanwhile is found by its key. Returns a function that notes whether a cell has the focus.
 */
export function usePlace(options: Options): (hasFocus: boolean) => void {
  const { scroller, view, isBusy, active } = options;
  const latest = useRef(options);
  const hasFocus = useRef(false);
  const wanted = useRef<Place | null>(null);
  useLayoutEffect(() => {
    latest.current = options;
  });

  const note = useCallback(() => {
    const now = latest.current;
    if (now.scroller === null || wanted.current !== null) return;
    const { scrollTop: top, scrollLeft: left } = now.scroller;
    const { row, col } = now.active;
    const rowKey = row >= 0 && row < now.rowCount ? now.rowKey(row) : -1;
    notePlace(now.view, { top, left, row, col, rowKey, hasFocus: hasFocus.current });
  }, []);

  useLayoutEffect(() => {
    wanted.current = scroller === null ? null : findPlace(view);
    if (scroller === null || wanted.current !== null) return;
    // Waits for the next frame, which lays out the new rows anyway; here it would force a second layout.
    const frame = requestAnimationFrame(() => scroller.scrollTo({ top: 0 }));
    return () => cancelAnimationFrame(frame);
  }, [scroller, view]);

  // With every change of the rows, until they are all there.
  useLayoutEffect(() => {
    const place = wanted.current;
    if (scroller === null || place === null) return;
    const moved = place.hasFocus && !isBusy ? rowOf(place, latest.current) - place.row : 0;
    scroller.scrollTo({ top: place.top + moved * latest.current.rowPx, left: place.left });
    if (isBusy) return;
    wanted.current = null;
    latest.current.onReturn({ row: place.row + moved, col: place.col }, place.hasFocus);
  });

  useEffect(() => {
    if (scroller === null) return;
    const giveUp = () => {
      wanted.current = null;
    };
    scroller.addEventListener("scroll", note, { passive: true });
    for (const act of ACTS) scroller.addEventListener(act, giveUp, { passive: true });
    addEventListener("pagehide", storePlaces);
    return () => {
      scroller.removeEventListener("scroll", note);
      for (const act of ACTS) scroller.removeEventListener(act, giveUp);
      removeEventListener("pagehide", storePlaces);
      storePlaces();
    };
  }, [scroller, note]);
  useEffect(note, [note, active.row, active.col]);

  return useCallback(
    (has) => {
      hasFocus.current = has;
      note();
    },
    [note],
  );
}

/** Where the active row is now; where it was if it is gone. */
function rowOf({ row, rowKey }: Place, { rowCount, rowKey: keyOf }: Options): number {
  if (row < 0 || (row < rowCount && keyOf(row) === rowKey)) return row;
  for (let index = 0; index < rowCount; index++) if (keyOf(index) === rowKey) return index;
  return row;
}
