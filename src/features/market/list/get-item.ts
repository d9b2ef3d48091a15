import { AppError } from "#platform/app-error.ts";
import {
  FIRE_RUNE_ID,
  NATURE_RUNE_ID,
  alchProfitGp,
  alchRuneCostGp,
} from "#features/market/rules/alchemy.ts";
import type { GetItemInput, ItemLink, ItemView } from "#features/market/contract.ts";
import { isTaxExempt } from "#features/market/rules/tax/tax-exemptions.ts";
import { itemAt } from "#features/market/rules/list/item-at.ts";
import { loadRelated } from "./load-related.ts";
import { loadMarket } from "./load-market.ts";
import type { Market } from "./load-market.ts";

/** One item with all fields of its page. Throws `not_found` for an unknown id. */
export async function getItem(
  deps: Parameters<typeof loadMarket>[0],
  input: GetItemInput,
): Promise<ItemView> {
  const market = await loadMarket(deps);
  const index = market.indexById[input.id];
  if (index === undefined) throw new AppError("not_found", `There is no item ${input.id}`, { id: input.id });

  const { [input.id]: relatedIds = [] } = await loadRelated(deps);
  const row = itemAt(market.columns, index);
  const alchRuneCost = alchRuneCostGp(lowOf(market, NATURE_RUNE_ID), lowOf(market, FIRE_RUNE_ID));
  return {
    ...row,
    version: market.version,
    listed: index < market.listedCount,
    examine: market.details.examine[index] ?? "",
    taxExempt: isTaxExempt(row.id, deps.clock.now().getTime()),
    alchRuneCost,
    alchProfit: alchProfitGp(row.highalch, row.low, alchRuneCost),
    highVolume1h: market.details.highVolume1h[index] ?? null,
    lowVolume1h: market.details.lowVolume1h[index] ?? null,
    related: relatedIds.flatMap((id) => linkTo(market, id)),
  };
}

function lowOf(market: Market, itemId: number): number | null {
  const index = market.indexById[itemId];
  return index === undefined ? null : (market.columns.low[index] ?? null);
}

/** A link to a listed item; nothing for one that left the catalogue meanwhile. */
function linkTo({ columns, indexById, listedCount }: Market, id: number): ItemLink[] {
  const index = indexById[id] ?? Infinity;
  if (index >= listedCount) return [];
  return [{ id, name: columns.name[index] ?? "", icon: columns.icon[index] ?? "" }];
}
