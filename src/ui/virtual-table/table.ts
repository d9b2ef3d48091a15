import type { ReactNode } from "react";

export type TableColumn<Id extends string = string> = {
  id: Id;
  label: string;
  /** The unit of the numbers, in small type after the label. */
  unit?: string;
  /** The tooltip that explains the column. */
  hint: string;
  widthPx: number;
  align: "start" | "end";
  sortable?: boolean;
};

/** `other`: sorted by the column, but neither ascending nor descending, such as by absolute value. */
export type TableSort = { column: string; direction: "ascending" | "descending" | "other" };

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
};

export const cellName = ({ row, col }: ActiveCell) => `${row}:${col}`;

/** The CSS grid template: fixed widths (narrower on a phone), which align the rows; the first column takes the rest. */
export const templateOf = (columns: readonly TableColumn[]): string =>
  columns
    .map(({ widthPx }, index) =>
      index === 0 ? `minmax(var(--first-width, var(--first)), 1fr)` : `calc(${widthPx}px * var(--narrow, 1))`,
    )
    .join(" ");

/** The total width of all columns but the first. */
export const restPx = (columns: readonly TableColumn[]): number =>
  columns.slice(1).reduce((sum, { widthPx }) => sum + widthPx, 0);
