import type { ItemField, SearchItemsInput, SearchResult } from "#features/market/contract.ts";
import { itemAt } from "#features/market/rules/list/item-at.ts";
import { loadMarket } from "./load-market.ts";
import { rankItems } from "#features/market/rules/search/rank-items.ts";

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

/** The listed items that a typed text finds, best match first, as the list and the palette find them. */
export async function searchItems(
  deps: Parameters<typeof loadMarket>[0],
  input: SearchItemsInput,
): Promise<SearchResult> {
  const { version, columns, listedCount } = await loadMarket(deps);
  const unlisted = columns.id.length - listedCount;
  const hits = rankItems(columns, input.query, input.limit + unlisted)
    .filter((index) => index < listedCount)
    .slice(0, input.limit)
    .map((index) => itemAt(columns, index, HIT_FIELDS));
  return { version, hits };
}
