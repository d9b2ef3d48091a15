import type { ItemList } from "#features/market/contract.ts";
import { listedColumns, unlistedColumns } from "./listed-columns.ts";
import { loadMarket } from "./load-market.ts";

/** Every item that the feed lists as columns, in the order of their names. */
export async function listItems(deps: Parameters<typeof loadMarket>[0]): Promise<ItemList> {
  const market = await loadMarket(deps);
  return { version: market.version, columns: listedColumns(market) };
}

/** Every item that the feed no longer lists, likewise. */
export async function listUnlisted(deps: Parameters<typeof loadMarket>[0]): Promise<ItemList> {
  const market = await loadMarket(deps);
  return { version: market.version, columns: unlistedColumns(market) };
}
