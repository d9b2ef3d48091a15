import { deriveColumns, pickRows } from "#features/market/rules/list/columns.ts";
import type { MarketColumns } from "#features/market/rules/list/columns.ts";
import type { ItemCatalogue, ItemChanges } from "#features/market/contract.ts";
import { applyChanges } from "#features/market/rules/tick/changes.ts";
import { deriveItemColumns } from "#features/market/rules/tick/derive-item-columns.ts";
import { screen } from "#features/market/rules/list/screener.ts";
import type { MarketView } from "#features/market/rules/list/view.ts";
import { viewKeyOf } from "#features/market/ui/filters/view-params.ts";

/** As many rows as the tallest common window shows, so that the HTML contains every visible row. */
const FIRST_ROWS = 40;

/** The first rows of a view, in order, with the number of matching and of all items. */
export type FirstRows = { viewKey: string; columns: MarketColumns; matched: number; total: number };

/** What the page loads, too: a whole answer of `items.getChanges` and its catalogue. */
type Loaded = { whole: ItemChanges; catalogue: ItemCatalogue };

export function firstRows({ whole, catalogue }: Loaded, view: MarketView, nowMs: number): FirstRows {
  const { columns } = applyChanges(null, catalogue, whole);
  const market = deriveColumns(deriveItemColumns(columns, whole.atMs), { nowMs, coins: view.coins });
  const rows = screen(market, view, nowMs);
  return {
    viewKey: viewKeyOf(view),
    columns: pickRows(market, rows.subarray(0, FIRST_ROWS)),
    matched: rows.length,
    total: market.id.length,
  };
}
