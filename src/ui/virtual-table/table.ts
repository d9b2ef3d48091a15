import type { ReactNode } from "react";

export type TableColumn<Id extends string = string> = {
  id: Id;
  label: string;
  /** Small, after the label: what the numbers count. */
  unit?: string;
  /** What the column means, one hover or focus away. */
  hint: string;
  widthPx: number;
  align: "start" | "end";
  sortable?: boolean;
};

/** `other`: sorted by something about the column that is neither its rising nor its falling order. */
export type TableSort = { column: string; direction: "ascending" | "descending" | "other" };

/** -1 is the header row. */
export type ActiveCell = { row: number; col: number };

/** What a row needs to draw itself. The object and its functions stay the same until something to draw changes. */
export type RowData<Id extends string> = {
  columns: readonly TableColumn<Id>[];
  active: ActiveCell;
  renderCell: (index: number, column: Id) => ReactNode;
  isDimmed: (index: number) => boolean;
};

export const cellName = ({ row, col }: ActiveCell) => `${row}:${col}`;

/** Fixed widths (narrower on a phone), so that a cell stands at the same place in every row; the first takes the rest. */
export const templateOf = (columns: readonly TableColumn[]): string =>
  columns
    .map(({ widthPx }, index) =>
      index === 0 ? `minmax(var(--first-width, var(--first)), 1fr)` : `calc(${widthPx}px * var(--narrow, 1))`,
    )
    .join(" ");

/** What all columns but the first take. */
export const restPx = (columns: readonly TableColumn[]): number =>
  columns.slice(1).reduce((sum, { widthPx }) => sum + widthPx, 0);
