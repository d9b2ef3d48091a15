"use client";
import { useCallback, useDeferredValue, useMemo } from "react";
import type { ColumnId, MarketColumns } from "#features/market/rules/list/columns.ts";
import { isByMatch, sortOf } from "#features/market/rules/list/screener.ts";
import type { MarketView, Sort } from "#features/market/rules/list/view.ts";
import { StarButton } from "#features/market/ui/watch/star-button.tsx";
import type { WatchedItem } from "#features/market/ui/watch/use-watchlists.ts";
import { useNarrow } from "#ui/layout/use-narrow.ts";
import type { TableSort } from "#ui/virtual-table/table.ts";
import { VirtualTable } from "#ui/virtual-table/virtual-table.tsx";
import { marketCell } from "./market-cell.tsx";
import { firstSort, tableColumns } from "./market-columns.ts";
import { SkeletonCell } from "./market-states.tsx";
import type { ChangeView } from "#features/market/ui/filters/use-view.ts";

/** The number of placeholder rows while the length of the list is unknown. */
const SKELETON_ROWS = 40;

const tableSort = (sort: Sort | null): TableSort | null =>
  sort === null
    ? null
    : sort.key === "moved"
      ? { column: "change24h", direction: "other" }
      : { column: sort.key, direction: sort.descending ? "descending" : "ascending" };

type Drawn = {
  /** Null while no data for the view is loaded. */
  market: MarketColumns | null;
  /** Indices into `market`; further rows are still loading. */
  rows: Int32Array;
  matched: number | null;
  viewKey: string;
};

/** The ids on any list and on the current one. */
type Watching = {
  watched: ReadonlySet<number> | null;
  here: ReadonlySet<number>;
  onToggle: (item: WatchedItem) => void;
};

type MarketTableProps = Drawn & {
  /** False while only the server's first rows are shown. */
  isWhole: boolean;
  columns: readonly ColumnId[];
  view: MarketView;
  onChange: ChangeView;
  onOpen: (href: string) => void;
  onHold: (held: boolean) => void;
  watching: Watching;
};

export function MarketTable({
  columns,
  view,
  onChange,
  onOpen,
  onHold,
  watching,
  ...newest
}: MarketTableProps) {
  const wanted = useMemo<Drawn>(
    () => ({ market: newest.market, rows: newest.rows, matched: newest.matched, viewKey: newest.viewKey }),
    [newest.market, newest.rows, newest.matched, newest.viewKey],
  );
  // Deferred, so that rendering a tick or a sort does not block typing or scrolling.
  const drawn = useDeferredValue(wanted);
  const { market, rows, matched, viewKey } = drawn;
  const sort = isByMatch(view) ? null : sortOf(view);
  const narrow = useNarrow();
  const sortKey = isByMatch(view) ? null : sortOf(view).key;
  const specs = useMemo(() => tableColumns(columns, { sort: sortKey, narrow }), [columns, sortKey, narrow]);

  const renderCell = useCallback(
    (index: number, column: ColumnId) => {
      const row = rows[index];
      return market === null || row === undefined ? <SkeletonCell /> : marketCell(market, row, column);
    },
    [market, rows],
  );
  const isDimmed = useCallback(
    (index: number) => market?.trusted[rows[index] ?? -1] === false,
    [market, rows],
  );
  const hrefOf = useCallback(
    (index: number) => {
      const id = market?.id[rows[index] ?? -1];
      return id === undefined ? null : `/items/${id}`;
    },
    [market, rows],
  );
  // Keyed by item, so that a new order moves rows instead of rendering them again. Loading rows have negative keys.
  const rowKey = useCallback((index: number) => market?.id[rows[index] ?? -1] ?? -1 - index, [market, rows]);

  const { watched, here, onToggle } = watching;
  const itemAt = useCallback(
    (index: number): WatchedItem | null => {
      const row = rows[index] ?? -1;
      const [id, name] = [market?.id[row], market?.name[row]];
      return id === undefined || name === undefined ? null : { id, name };
    },
    [market, rows],
  );
  const renderMark = useCallback(
    (index: number) => {
      const item = itemAt(index);
      return (
        item && (
          <StarButton
            {...item}
            isHere={here.has(item.id)}
            isWatched={watched?.has(item.id) === true}
            onToggle={onToggle}
          />
        )
      );
    },
    [itemAt, here, watched, onToggle],
  );
  const rowKeys = {
    w: (index: number) => {
      const item = itemAt(index);
      if (item !== null) onToggle(item);
    },
  };

  const onSort = (column: ColumnId) => {
    onChange({ sort: sort?.key === column ? { ...sort, descending: !sort.descending } : firstSort(column) });
  };
  const openRow = (index: number) => {
    const href = hrefOf(index);
    if (href !== null) onOpen(href);
  };

  return (
    <VirtualTable
      label="Grand Exchange items"
      columns={specs}
      rowCount={matched ?? SKELETON_ROWS}
      rowKey={rowKey}
      renderCell={renderCell}
      isDimmed={isDimmed}
      hrefOf={hrefOf}
      sort={tableSort(sort)}
      onSort={onSort}
      onOpen={openRow}
      onEscape={() => onChange({ query: "" })}
      onHold={onHold}
      renderMark={renderMark}
      rowKeys={rowKeys}
      resetKey={viewKey}
      busy={!newest.isWhole || drawn !== wanted}
    />
  );
}
