// See row.tsx: a virtualised grid cannot use table elements.
// oxlint-disable jsx-a11y/prefer-tag-over-role
"use client";
import { useCallback, useMemo, useRef, useState } from "react";
import type { CSSProperties, KeyboardEvent, MouseEvent, PointerEvent, ReactNode } from "react";
import { List, useListCallbackRef } from "react-window";
import { Header } from "./header.tsx";
import { Row } from "./row.tsx";
import { linkRow } from "./row-links.ts";
import { restOf, templateOf } from "./table.ts";
import type { RowData, RowSelection, TableColumn, TableSort } from "./table.ts";
import { useGridFocus } from "./use-grid-focus.ts";
import { useRowPx } from "./use-row-px.ts";
import { usePlace } from "./place/use-place.ts";
import { useRowsBeforePaint } from "./use-rows-before-paint.ts";
import classes from "./virtual-table.module.css";

/** Rows rendered beyond each edge of the window, so that fast scrolling shows no blank rows. */
const OVERSCAN = 6;
/** The window height that the server assumes. */
const SERVER_HEIGHT_PX = 1000;

type VirtualTableProps<Id extends string> = {
  label: string;
  /** The first is sticky when the others scroll horizontally. */
  columns: readonly TableColumn<Id>[];
  rowCount: number;
  rowKey: (index: number) => number;
  renderCell: (index: number, column: Id) => ReactNode;
  isDimmed: (index: number) => boolean;
  /** The address that a row leads to; null while it is loading. */
  hrefOf: (index: number) => string | null;
  /** Null while the order is that of no column. */
  sort: TableSort | null;
  onSort: (column: Id) => void;
  /** Called on Enter in a row and on a click on it, instead of loading its address. */
  onOpen: (index: number) => void;
  onEscape: () => void;
  renderMark?: RowData<Id>["renderMark"];
  /** What letters do to the row that has the focus. */
  rowKeys?: Readonly<Record<string, (index: number) => void>>;
  /** Called with true while a row is hovered or focused: the order must not change then. */
  onHold: (held: boolean) => void;
  /** A new value, such as of another sort or filter, scrolls to the top, unless Back returns to it. */
  resetKey: string;
  busy?: boolean;
  /** Rows can be chosen: by a press on `data-select` or with Shift, and by Space. */
  selection?: RowSelection;
  /** Called with the last row that is drawn, so that more can be loaded before it is reached. */
  onDrawn?: (lastRow: number) => void;
};

const rowAt = (target: EventTarget | null): number | null => {
  const row = target instanceof Element ? target.closest("[data-row]")?.getAttribute("data-row") : null;
  return row === null || row === undefined ? null : Number(row);
};

const isOnSelect = (target: Element): boolean => target.closest("[data-select]") !== null;

const selectsText = () => (getSelection()?.toString() ?? "") !== "";

/** A virtualised grid with a sticky header and first column; rows of one line, in a narrow window of two (`slot`). */
export function VirtualTable<Id extends string>(props: VirtualTableProps<Id>) {
  const { columns, rowCount, rowKey, renderCell, isDimmed, hrefOf, renderMark, onHold, onOpen, resetKey } =
    props;
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const [list, setList] = useListCallbackRef(null);
  const rowPx = useRowPx(scroller);
  const { active, onKeyDown, onFocus, focusPending, goTo } = useGridFocus({
    scroller,
    list,
    rowCount,
    colCount: columns.length,
    rowPx,
    onOpen,
    onOpenTab: (row) => {
      const href = hrefOf(row);
      if (href !== null) window.open(href, "_blank", "noopener");
    },
    onEscape: props.onEscape,
    rowKeys: props.rowKeys,
  });

  const hold = useRef({ pointer: false, focus: false });
  const note = (change: Partial<typeof hold.current>) => {
    const before = hold.current.pointer || hold.current.focus;
    Object.assign(hold.current, change);
    const after = hold.current.pointer || hold.current.focus;
    if (before !== after) onHold(after);
  };

  const noteFocus = usePlace({
    scroller,
    view: resetKey,
    rowCount,
    rowPx,
    rowKey,
    isBusy: props.busy ?? false,
    active,
    onReturn: goTo,
  });

  useRowsBeforePaint(scroller);

  const onClick = (event: MouseEvent) => {
    const row = rowAt(event.target);
    if (row === null || !(event.target instanceof Element) || event.target.closest("button") !== null) return;
    if (props.selection !== undefined && (event.shiftKey || isOnSelect(event.target))) {
      event.preventDefault();
      props.selection.toggle(row, event.shiftKey);
      return;
    }
    // With a modifier key the browser opens the link in a new tab or window.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (!selectsText()) onOpen(row);
  };

  const { onDrawn } = props;
  const onRendered = useCallback(
    (_: unknown, { stopIndex }: { stopIndex: number }) => {
      focusPending();
      onDrawn?.(stopIndex);
    },
    [focusPending, onDrawn],
  );
  const isChosen = props.selection?.isChosen;
  const rowProps = useMemo(
    // A cast: react-window's List is not generic, so column ids are plain strings to it.
    () => ({
      columns,
      active,
      renderCell: renderCell as RowData<string>["renderCell"],
      isDimmed,
      hrefOf,
      isChosen,
      renderMark,
    }),
    // oxlint-disable-next-line react/exhaustive-deps
    [columns, active.row, active.col, renderCell, isDimmed, hrefOf, isChosen, renderMark],
  );
  const keyOf = useCallback((index: number) => rowKey(index), [rowKey]);
  const style = {
    "--short-template": templateOf(columns, "short"),
    "--short-rest": restOf(columns, "short"),
    "--whole-template": templateOf(columns, "whole"),
    "--whole-rest": restOf(columns, "whole"),
    "--first-ch": `round(up, ${columns[0]?.widthCh ?? 0}ch, 1px)`,
  } as CSSProperties;

  const onKey = (event: KeyboardEvent) => {
    if (props.selection !== undefined && event.key === " " && active.row >= 0) {
      event.preventDefault();
      props.selection.toggle(active.row, event.shiftKey);
    } else onKeyDown(event);
  };

  return (
    <div
      ref={setScroller}
      role="grid"
      tabIndex={-1}
      aria-label={props.label}
      aria-rowcount={rowCount + 1}
      aria-colcount={columns.length}
      aria-busy={props.busy}
      aria-multiselectable={props.selection !== undefined || undefined}
      className={classes.grid}
      data-marked={renderMark !== undefined || undefined}
      style={style}
      onKeyDown={onKey}
      onFocus={(event) => {
        onFocus(event);
        note({ focus: rowAt(event.target) !== null });
        // The grid itself takes it from a row that is gone, which is still the one that had it.
        if (event.target !== event.currentTarget) noteFocus(rowAt(event.target) !== null);
      }}
      onBlur={(event) => {
        note({ focus: false });
        // To nowhere: the window has lost the focus, or the page is being left.
        const { relatedTarget: to } = event;
        if (to !== null && !event.currentTarget.contains(to)) noteFocus(false);
      }}
      onPointerOver={(event: PointerEvent) => {
        linkRow(event.target);
        note({ pointer: rowAt(event.target) !== null });
      }}
      onPointerLeave={() => note({ pointer: false })}
      // Shift would select the text between two presses.
      onMouseDown={(event) => props.selection !== undefined && event.shiftKey && event.preventDefault()}
      onClick={onClick}
    >
      <Header
        columns={columns}
        sort={props.sort}
        activeCol={active.row < 0 ? active.col : null}
        onSort={props.onSort as (column: string) => void}
      />
      <List<RowData<string>>
        role="rowgroup"
        className={classes.body ?? ""}
        listRef={setList}
        scrollElement={scroller}
        rowComponent={Row}
        rowCount={rowCount}
        rowHeight={rowPx}
        rowKey={keyOf}
        rowProps={rowProps}
        overscanCount={OVERSCAN}
        defaultHeight={SERVER_HEIGHT_PX}
        onRowsRendered={onRendered}
      />
    </div>
  );
}
