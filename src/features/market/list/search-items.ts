import type { ItemField, SearchItemsInput, SearchResult } from "#features/market/contract.ts";
import { itemAt } from "#features/market/rules/list/item-at.ts";
import { loadMarket } from "./load-market.ts";
import { rankNames } from "#features/market/rules/list/search.ts";

const HIT_FIELDS = [
  "id",
  "name",
  "icon",
  "members",
  "high",
  "low",
  "margin",
  "quality",
] as const satisfies ItemField[];

/** The items whose names match best, best match first. */
export async function searchItems(
  deps: Parameters<typeof loadMarket>[0],
  input: SearchItemsInput,
): Promise<SearchResult> {
  const { version, columns } = await loadMarket(deps);
  const hits = rankNames(columns.name, input.query, input.limit).map((index) =>
    itemAt(columns, index, HIT_FIELDS),
  );
  return { version, hits };
}
