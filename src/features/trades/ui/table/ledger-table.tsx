"use client";
import { useCallback } from "react";
import type { ReactNode } from "react";
import type { Selection } from "#features/trades/ui/view/use-selection.ts";
import type { TableColumn, TableSort } from "#ui/virtual-table/table.ts";
import { VirtualTable } from "#ui/virtual-table/virtual-table.tsx";
import { SkeletonCell } from "./row-parts.tsx";

const SKELETON_ROWS = 30;

type LedgerTableProps<Row, Id extends string> = {
  label: string;
  columns: readonly TableColumn<Id>[];
  /** Null while nothing is loaded. */
  rows: readonly Row[] | null;
  /** With the rows that are still to come. */
  rowCount: number | null;
  cellOf: (row: Row, column: Id) => ReactNode;
  hrefOf: (row: Row) => string;
  onOpen: (row: Row) => void;
  sort: TableSort;
  onSort: (column: Id) => void;
  resetKey: string;
  isBusy: boolean;
  selection: Selection;
  onDrawn: (lastRow: number) => void;
};

/** A virtualised table of flips or trades, whose rows come page by page and can be chosen. */
export function LedgerTable<Row extends { id: string }, Id extends string>(props: LedgerTableProps<Row, Id>) {
  const { rows, cellOf, hrefOf, onOpen, selection } = props;
  const renderCell = useCallback(
    (index: number, column: Id) => {
      const row = rows?.[index];
      return row === undefined ? <SkeletonCell /> : cellOf(row, column);
    },
    [rows, cellOf],
  );
  const addressOf = useCallback(
    (index: number) => {
      const row = rows?.[index];
      return row === undefined ? null : hrefOf(row);
    },
    [rows, hrefOf],
  );
  // Keyed by row, so that what was made of one, such as its links, is not left for the next one in its place.
  const rowKey = useCallback(
    (index: number) => {
      const row = rows?.[index];
      return row === undefined ? -1 - index : keyOf(row.id);
    },
    [rows],
  );
  return (
    <VirtualTable
      label={props.label}
      columns={props.columns}
      rowCount={props.rowCount ?? SKELETON_ROWS}
      rowKey={rowKey}
      renderCell={renderCell}
      isDimmed={isDimmed}
      hrefOf={addressOf}
      sort={props.sort}
      onSort={props.onSort}
      onOpen={(index) => {
        const row = rows?.[index];
        if (row !== undefined) onOpen(row);
      }}
      onEscape={selection.clear}
      onHold={noHold}
      resetKey={props.resetKey}
      busy={props.isBusy}
      selection={selection}
      onDrawn={props.onDrawn}
    />
  );
}

const keys = new Map<string, number>();

/** A number that stands for an id as long as the page is loaded. */
function keyOf(id: string): number {
  const key = keys.get(id) ?? keys.size;
  keys.set(id, key);
  return key;
}

const isDimmed = (): boolean => false;
/** Rows move only when the trader has changed something. */
const noHold = (): void => undefined;
