import type { ItemColumns, ItemList } from "#features/market/contract.ts";
import { loadMarket } from "./load-market.ts";

/** Every item that the feed lists as columns, in the order of their names. */
export async function listItems(deps: Parameters<typeof loadMarket>[0]): Promise<ItemList> {
  const { version, columns, listedCount } = await loadMarket(deps);
  return { version, columns: firstOf(columns, listedCount) };
}

function firstOf(columns: ItemColumns, count: number): ItemColumns {
  if (columns.id.length === count) return columns;
  const cut = Object.entries(columns).map(([field, values]) => [field, values.slice(0, count)]);
  // The same fields with the same types of values.
  return Object.fromEntries(cut) as ItemColumns;
}
