"use client";
import { useCallback, useMemo } from "react";
import type { Flip } from "#features/trades/flips/contract.ts";
import { rowsKey } from "#features/trades/ui/view/flips-view.ts";
import type { FlipsView } from "#features/trades/ui/view/flips-view.ts";
import type { ChangeView } from "#features/trades/ui/view/use-flips-view.ts";
import type { Selection } from "#features/trades/ui/view/use-selection.ts";
import { useNarrow } from "#ui/layout/use-narrow.ts";
import type { TableSort } from "#ui/virtual-table/table.ts";
import { flipCell } from "./flip-cell.tsx";
import type { CellContext } from "./flip-cell.tsx";
import { flipColumns } from "./flip-columns.ts";
import type { FlipColumn } from "./flip-columns.ts";
import { LedgerTable } from "./ledger-table.tsx";

const SORTS: Readonly<Record<FlipsView["sort"], TableSort>> = {
  newest: { column: "at", direction: "descending" },
  oldest: { column: "at", direction: "ascending" },
  best: { column: "profit", direction: "descending" },
  worst: { column: "profit", direction: "ascending" },
};

type FlipsTableProps = {
  view: FlipsView;
  flips: readonly Flip[] | null;
  rowCount: number | null;
  context: CellContext;
  hasCharacters: boolean;
  selection: Selection;
  isBusy: boolean;
  onDrawn: (lastRow: number) => void;
  onChange: ChangeView;
};

export function FlipsTable(props: FlipsTableProps) {
  const { view, context, hasCharacters, onChange } = props;
  const narrow = useNarrow();
  const state = view.tab === "open" ? "open" : "closed";
  const columns = useMemo(
    () => flipColumns(state, { narrow, hasCharacters }),
    [state, narrow, hasCharacters],
  );
  const cellOf = useCallback((flip: Flip, column: FlipColumn) => flipCell(flip, column, context), [context]);
  const hrefOf = useCallback(({ id }: Flip) => `/flips?tab=${state}&flip=${encodeURIComponent(id)}`, [state]);
  const onSort = (column: FlipColumn) => {
    if (column === "profit") onChange({ sort: view.sort === "best" ? "worst" : "best" });
    else onChange({ sort: view.sort === "newest" ? "oldest" : "newest" });
  };
  return (
    <LedgerTable
      label={state === "open" ? "Open flips" : "Closed flips"}
      columns={columns}
      rows={props.flips}
      rowCount={props.rowCount}
      cellOf={cellOf}
      hrefOf={hrefOf}
      onOpen={({ id }) => onChange({ flip: id })}
      sort={SORTS[state === "open" && view.sort !== "oldest" ? "newest" : view.sort]}
      onSort={onSort}
      resetKey={rowsKey(view)}
      isBusy={props.isBusy}
      selection={props.selection}
      onDrawn={props.onDrawn}
    />
  );
}
