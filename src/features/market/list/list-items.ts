import type { ItemList } from "#features/market/contract.ts";
import { loadMarket } from "./load-market.ts";

/** Every item as columns, in the order of their names. */
export async function listItems(deps: Parameters<typeof loadMarket>[0]): Promise<ItemList> {
  const { version, columns } = await loadMarket(deps);
  return { version, columns };
}
