// See row.tsx: the header is part of the same ARIA grid.
// oxlint-disable jsx-a11y/prefer-tag-over-role
"use client";
import { memo } from "react";
import { cellName } from "./table.ts";
import type { TableColumn, TableSort } from "./table.ts";
import classes from "./virtual-table.module.css";

type HeaderProps = {
  columns: readonly TableColumn[];
  sort: TableSort | null;
  /** The active column of the header; null while the active cell is in a row. */
  activeCol: number | null;
  onSort: (column: string) => void;
};

const MARK = { ascending: "▲", descending: "▼", other: "↕" } as const;

export const Header = memo(function Header({ columns, sort, activeCol, onSort }: HeaderProps) {
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.headRow}>
        {columns.map((column, col) => {
          const direction = sort?.column === column.id ? sort.direction : undefined;
          return (
            <div
              key={column.id}
              role="columnheader"
              aria-colindex={col + 1}
              aria-sort={direction ?? "none"}
              className={classes.headCell}
              data-align={column.align}
              data-slot={column.slot}
            >
              <button
                type="button"
                className={classes.headButton}
                data-cell={cellName({ row: -1, col })}
                data-hint={column.hint}
                tabIndex={activeCol === col ? 0 : -1}
                aria-disabled={column.sortable === false || undefined}
                onClick={column.sortable === false ? undefined : () => onSort(column.id)}
              >
                <span>{column.label}</span>
                {column.unit !== undefined && <span className={classes.unit}>{column.unit}</span>}
                <span
                  className={classes.mark}
                  aria-hidden="true"
                  data-on={direction !== undefined || undefined}
                >
                  {direction === undefined ? "" : MARK[direction]}
                </span>
              </button>
            </div>
          );
        })}
      </div>
    </div>
  );
});
