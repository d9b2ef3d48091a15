import type { UserActor } from "#platform/actor.ts";
import { isTrusted } from "#features/market/rules/quality.ts";
import { loadMarket } from "#features/market/list/load-market.ts";
import type { Market } from "#features/market/list/load-market.ts";
import { sumGp, valueHolding } from "#features/trades/rules/holding-value.ts";
import { readOfferCoins } from "#features/trades/characters/offer-coins.ts";
import { readSettings } from "#features/trades/characters/read-settings.ts";
import type { GetPortfolioInput, Holding, Portfolio, PortfolioTotals } from "./contract.ts";
import { readHeld } from "./read-held.ts";
import type { HeldRow } from "./read-held.ts";

type Deps = Parameters<typeof loadMarket>[0];

/** What the trader holds of all items or of one, at its cost and at what it would bring now. */
export async function getPortfolio(
  deps: Deps,
  { userId }: UserActor,
  input: GetPortfolioInput,
): Promise<Portfolio> {
  const [held, { method }, everyOffer, market] = await Promise.all([
    readHeld(deps.db, userId, input?.itemId),
    readSettings(deps.db, userId),
    readOfferCoins(deps.db, userId),
    loadMarket(deps),
  ]);
  const nameOf = new Map(everyOffer.map(({ characterId, character }) => [characterId, character]));
  const atMs = deps.clock.now().getTime();
  const holdings = held.map((row) => holdingOf(row, nameOf.get(row.characterId) ?? "", market, atMs));
  holdings.sort(
    (a, b) =>
      a.name.localeCompare(b.name, "en") ||
      a.itemId - b.itemId ||
      a.character.localeCompare(b.character, "en"),
  );
  const totals = totalsOf(holdings);
  const offers = input?.itemId === undefined ? everyOffer : [];
  const coins = known(offers.map((offer) => offer.coins));
  const sum = sumGp(coins);
  return {
    method,
    holdings,
    totals,
    offers,
    offerCoins: coins.length === 0 ? null : sum,
    worth: totals.value === null || sum === null ? null : sumGp([totals.value, sum]),
  };
}

function holdingOf(row: HeldRow, character: string, { columns, indexById }: Market, atMs: number): Holding {
  const { itemId, characterId, units, knownUnits, cost, lots, boughtAt } = row;
  const index = indexById[itemId] ?? -1;
  const price = columns.high[index] ?? null;
  // An item that the market does not know has no price, so whether it has a fee plays no part.
  const resaleFee = index < 0 ? 0 : (columns.resaleFee[index] ?? null);
  const { value, profit, roi, breakEven } = valueHolding(row, { high: price, resaleFee }, { itemId, atMs });
  return {
    itemId,
    name: columns.name[index] ?? `Item ${itemId}`,
    icon: columns.icon[index] ?? "",
    characterId,
    character,
    units,
    knownUnits,
    lots,
    cost,
    unitCost: cost === null ? null : cost / knownUnits,
    price,
    priceAt: columns.highTime[index] ?? null,
    isPriceTrusted: isTrusted(columns.quality[index] ?? []),
    value,
    profit,
    roi,
    breakEven,
    boughtAt,
  };
}

const known = (amounts: readonly (number | null)[]): number[] => amounts.filter((amount) => amount !== null);

function totalsOf(holdings: readonly Holding[]): PortfolioTotals {
  const compared = holdings.filter(({ profit }) => profit !== null);
  const profit = sumGp(known(compared.map((each) => each.profit)));
  const compareCost = sumGp(known(compared.map(({ cost }) => cost)));
  return {
    cost: sumGp(known(holdings.map(({ cost }) => cost))),
    value: sumGp(known(holdings.map(({ value }) => value))),
    profit,
    roi: profit === null || compareCost === null || compareCost === 0 ? null : profit / compareCost,
    withoutCost: holdings.filter(({ units, knownUnits }) => knownUnits < units).length,
    withoutPrice: holdings.filter(({ value }) => value === null).length,
  };
}
