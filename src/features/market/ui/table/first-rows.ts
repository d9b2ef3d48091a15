import { deriveColumns, pickRows } from "#features/market/rules/list/columns.ts";
import type { MarketColumns } from "#features/market/rules/list/columns.ts";
import type { ItemList } from "#features/market/contract.ts";
import { screen } from "#features/market/rules/list/screener.ts";
import type { MarketView } from "#features/market/rules/list/view.ts";
import { viewKeyOf } from "#features/market/ui/filters/view-params.ts";

/** As many rows as the tallest common window shows, so that the HTML contains every visible row. */
const FIRST_ROWS = 40;

/** The first rows of a view, in order, with the number of matching and of all items. */
export type FirstRows = { viewKey: string; columns: MarketColumns; matched: number; total: number };

export function firstRows(list: ItemList, view: MarketView, nowMs: number): FirstRows {
  const market = deriveColumns(list.columns, { nowMs, coins: view.coins });
  const rows = screen(market, view, nowMs);
  return {
    viewKey: viewKeyOf(view),
    columns: pickRows(market, rows.subarray(0, FIRST_ROWS)),
    matched: rows.length,
    total: market.id.length,
  };
}
