import type { ReactNode } from "react";

export type TableColumn<Id extends string = string> = {
  id: Id;
  label: string;
  /** The unit of the numbers, in small type after the label. */
  unit?: string;
  /** The tooltip that explains the column. */
  hint: string;
  /** The width of the widest content in digits (CSS `ch`), so that it fits in every font. For the first: the least width. */
  widthCh: number;
  /** The same while amounts are written with all digits; default: `widthCh`. */
  wholeCh?: number;
  /** The width of what is no text, such as a picture, px. */
  widthPx?: number;
  align: "start" | "end";
  /** The place in the two-line row of a narrow window; a column without one is not shown there. */
  slot?: "title" | "marks" | "lead" | "first" | "second" | "third" | "fourth";
  /** False: its head does not sort. */
  sortable?: boolean;
};

/** `other`: sorted by the column, but neither ascending nor descending, such as by absolute value. */
export type TableSort = { column: string; direction: "ascending" | "descending" | "other" };

/** Rows that can be chosen, for what is done to several at once. Their cells mark the place to press with `data-select`. */
export type RowSelection = {
  isChosen: (index: number) => boolean;
  /** Chooses a row, or chooses it no more; `isRange`: all rows from the last one. */
  toggle: (index: number, isRange: boolean) => void;
};

/** -1 is the header row. */
export type ActiveCell = { row: number; col: number };

/** The data of all rows. The functions keep their identity until a rendered value changes. */
export type RowData<Id extends string> = {
  columns: readonly TableColumn<Id>[];
  active: ActiveCell;
  /** Plain content without links and buttons: the whole cell is a link. */
  renderCell: (index: number, column: Id) => ReactNode;
  isDimmed: (index: number) => boolean;
  /** The address that the row leads to; null while it is loading. */
  hrefOf: (index: number) => string | null;
  /** Undefined where rows cannot be chosen. */
  isChosen: ((index: number) => boolean) | undefined;
  /** A button of the row, drawn before its first cell; it takes no tab stop, `rowKeys` have its key. */
  renderMark?: ((index: number) => ReactNode) | undefined;
};

export const cellName = ({ row, col }: ActiveCell) => `${row}:${col}`;

type Numbers = "short" | "whole";

/** Whole pixels, because an offset of scrolling cannot be a part of one. */
function widthOf({ widthCh, wholeCh = widthCh, widthPx = 0 }: TableColumn, numbers: Numbers): string {
  const ch = numbers === "whole" ? wholeCh : widthCh;
  return `round(up, ${ch}ch + ${widthPx}px + 2 * var(--cell-pad), 1px)`;
}

/** The CSS grid template: fixed widths, which align the rows; the first column takes the rest. */
export const templateOf = (columns: readonly TableColumn[], numbers: Numbers): string =>
  columns
    .map((column, index) => (index === 0 ? "minmax(var(--first), 1fr)" : widthOf(column, numbers)))
    .join(" ");

/** The total width of all columns but the first, for CSS. */
export const restOf = (columns: readonly TableColumn[], numbers: Numbers): string =>
  `calc(${["0px", ...columns.slice(1).map((column) => widthOf(column, numbers))].join(" + ")})`;
