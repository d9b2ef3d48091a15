"use client";
import { useCallback, useMemo } from "react";
import type { Trade } from "#features/trades/entry/contract.ts";
import { rowsKey } from "#features/trades/ui/view/flips-view.ts";
import type { FlipsView } from "#features/trades/ui/view/flips-view.ts";
import type { Selection } from "#features/trades/ui/view/use-selection.ts";
import { useNarrow } from "#ui/layout/use-narrow.ts";
import type { CellContext } from "./flip-cell.tsx";
import { LedgerTable } from "./ledger-table.tsx";
import { tradeCell, tradeColumns } from "./trade-columns.tsx";
import type { TradeColumn } from "./trade-columns.tsx";

type TradesTableProps = {
  view: FlipsView;
  trades: readonly Trade[] | null;
  rowCount: number | null;
  context: CellContext;
  hasCharacters: boolean;
  selection: Selection;
  isBusy: boolean;
  onDrawn: (lastRow: number) => void;
  onOpen: (trade: Trade) => void;
};

/** The rows of the ledger, newest first. */
export function TradesTable(props: TradesTableProps) {
  const { context, hasCharacters } = props;
  const narrow = useNarrow();
  const columns = useMemo(() => tradeColumns({ narrow, hasCharacters }), [narrow, hasCharacters]);
  const cellOf = useCallback(
    (trade: Trade, column: TradeColumn) => tradeCell(trade, column, context),
    [context],
  );
  return (
    <LedgerTable
      label="Trades"
      columns={columns}
      rows={props.trades}
      rowCount={props.rowCount}
      cellOf={cellOf}
      hrefOf={hrefOf}
      onOpen={props.onOpen}
      sort={NEWEST}
      onSort={noSort}
      resetKey={rowsKey(props.view)}
      isBusy={props.isBusy}
      selection={props.selection}
      onDrawn={props.onDrawn}
    />
  );
}

const hrefOf = ({ itemId }: Trade): string => `/items/${itemId}`;
const NEWEST = { column: "at", direction: "descending" } as const;
const noSort = (): void => undefined;
