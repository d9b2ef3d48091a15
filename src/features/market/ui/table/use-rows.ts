"use client";
import { useEffect, useMemo, useState } from "react";
import type { MarketColumns } from "#features/market/rules/list/columns.ts";
import { keepOrder, screen } from "#features/market/rules/list/screener.ts";
import type { MarketView } from "#features/market/rules/list/view.ts";
import { readNow } from "#ui/format/now.tsx";

type Frozen = { viewKey: string; market: MarketColumns; rows: Int32Array };

/**
 * The rows of a view, in order. While `held` (a row is hovered or focused), a new tick changes the numbers but not the
 * order; a new view applies at once. Null while there is no list. `watched`: the ids that the view picks, null while they
 * are unknown.
 */
export function useRows(
  market: MarketColumns | null,
  view: MarketView,
  viewKey: string,
  held: boolean,
  watched: ReadonlySet<number> | null,
): Int32Array | null {
  const [frozen, setFrozen] = useState<Frozen | null>(null);
  // Another item on a list changes the rows of that preset only.
  const picked = view.preset === "watched" ? watched : null;
  const rows = useMemo(() => {
    if (market === null || (picked === null && view.preset === "watched")) return null;
    if (frozen === null || frozen.viewKey !== viewKey)
      return screen(market, view, readNow(), picked ?? undefined);
    if (frozen.market === market) return frozen.rows;
    return keepOrder(
      Array.from(frozen.rows, (row) => frozen.market.id[row] ?? -1),
      market.id,
    );
    // `viewKey` identifies the view.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [market, viewKey, frozen, picked]);
  useEffect(() => {
    setFrozen(held && market !== null && rows !== null ? { viewKey, market, rows } : null);
    // Frozen at the state when the hold or the view began.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [held, viewKey]);
  return rows;
}
