"use client";
import { useCallback, useLayoutEffect, useRef, useState } from "react";
import type { FocusEvent, KeyboardEvent } from "react";
import type { ListImperativeAPI } from "react-window";
import { cellInView, entersGrid, moveBy } from "./keys.ts";
import { cellName } from "./table.ts";
import type { ActiveCell } from "./table.ts";
import { usePageKeys } from "./use-page-keys.ts";

type Options = {
  scroller: HTMLElement | null;
  list: ListImperativeAPI | null;
  rowCount: number;
  colCount: number;
  rowPx: number;
  onOpen: (row: number) => void;
  onOpenTab: (row: number) => void;
  onEscape: () => void;
  rowKeys?: Readonly<Record<string, (row: number) => void>> | undefined;
};

/** Scrolls horizontally until the whole cell is visible beside the sticky first column. */
function revealColumn(scroller: HTMLElement, cell: HTMLElement) {
  const box = (cell.closest<HTMLElement>("[role=columnheader]") ?? cell).getBoundingClientRect();
  const view = scroller.getBoundingClientRect();
  const first = scroller.querySelector("[role=columnheader]")?.getBoundingClientRect().width ?? 0;
  if (box.left <= view.left) return;
  const hiddenLeft = view.left + first - box.left;
  const hiddenRight = box.right - (view.left + scroller.clientWidth);
  if (hiddenLeft > 0) scroller.scrollLeft -= hiddenLeft;
  else if (hiddenRight > 0) scroller.scrollLeft += hiddenRight;
}

const headPx = (scroller: HTMLElement): number =>
  scroller.querySelector("[role=columnheader]")?.getBoundingClientRect().height ?? 0;

const cellOf = (target: EventTarget): ActiveCell | null => {
  const name =
    target instanceof HTMLElement ? target.closest("[data-cell]")?.getAttribute("data-cell") : null;
  const [row, col] = (name ?? "").split(":").map(Number);
  return row === undefined || col === undefined ? null : { row, col };
};

/** The active cell, the only tab stop of the grid. Arrows, j, k, Home, End, PageUp and PageDown move it. */
export function useGridFocus({
  scroller,
  list,
  rowCount,
  colCount,
  rowPx,
  onOpen,
  onOpenTab,
  onEscape,
  rowKeys,
}: Options) {
  const [wanted, setActive] = useState<ActiveCell>({ row: 0, col: 0 });
  /** The cell to be focused as soon as its row is mounted. */
  const pending = useRef<ActiveCell | null>(null);
  // Clamped, because there may be fewer rows or columns than before.
  const active: ActiveCell = {
    row: Math.min(wanted.row, rowCount - 1),
    col: Math.min(wanted.col, colCount - 1),
  };

  /** Called again after rows render, because the row may not be mounted yet. */
  const focusPending = useCallback(() => {
    if (pending.current === null || scroller === null) return;
    const cell = scroller.querySelector<HTMLElement>(`[data-cell="${cellName(pending.current)}"]`);
    if (cell === null) return;
    pending.current = null;
    cell.focus({ preventScroll: true });
    revealColumn(scroller, cell);
  }, [scroller]);

  useLayoutEffect(focusPending, [focusPending, active.row, active.col]);

  /** Makes a cell the active one, and focuses it as soon as its row is mounted. */
  const goTo = (to: ActiveCell, hasFocus: boolean) => {
    const cell = { row: Math.min(to.row, rowCount - 1), col: Math.min(to.col, colCount - 1) };
    pending.current = hasFocus ? cell : null;
    setActive(cell);
    if (cell.row === active.row && cell.col === active.col) focusPending();
  };

  const pageRows = () => Math.max(1, Math.floor((scroller?.clientHeight ?? 0) / rowPx) - 2);
  const show = (cell: ActiveCell) => {
    if (cell.row >= 0) list?.scrollToRow({ index: cell.row, align: "auto", behavior: "instant" });
    goTo(cell, true);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && active.row >= 0) {
      event.preventDefault();
      onOpenTab(active.row);
      return;
    }
    if (event.metaKey) return;
    if (event.key === "Escape") {
      onEscape();
      return;
    }
    if (event.key === "Enter" && active.row >= 0) {
      event.preventDefault();
      onOpen(active.row);
      return;
    }
    const act = event.ctrlKey ? undefined : rowKeys?.[event.key];
    if (act !== undefined && active.row >= 0) {
      event.preventDefault();
      if (!event.repeat) act(active.row);
      return;
    }
    if (event.ctrlKey && event.key !== "Home" && event.key !== "End") return;
    const next = moveBy(event, active, { rowCount, colCount, pageRows: pageRows() });
    if (next === null) return;
    event.preventDefault();
    show(next);
  };

  usePageKeys(scroller, (key) => {
    if (scroller === null || rowCount === 0) return false;
    const heightPx = scroller.clientHeight - headPx(scroller);
    const cell = cellInView(active, { scrollTop: scroller.scrollTop, heightPx, rowPx });
    const next = entersGrid(key)
      ? cell
      : moveBy({ key, ctrlKey: false }, cell, { rowCount, colCount, pageRows: pageRows() });
    if (key === "Enter") onOpen(cell.row);
    else if (next === null) return false;
    else show(next);
    return true;
  });

  const onFocus = (event: FocusEvent) => {
    const cell = cellOf(event.target);
    if (cell !== null && (cell.row !== active.row || cell.col !== active.col)) setActive(cell);
  };

  return { active, onKeyDown, onFocus, focusPending, goTo };
}
