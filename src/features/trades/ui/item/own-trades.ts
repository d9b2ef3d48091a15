import type { Trade } from "#features/trades/entry/contract.ts";
import type { Holding } from "#features/trades/portfolio/contract.ts";
import type { OwnTrades } from "#ui/chart/own-trades.tsx";

/** How many trades a chart marks, the newest: as many as one answer holds. */
export const MAX_MARKED = 200;

type Bought = Pick<Holding, "cost" | "knownUnits">;
type Traded = Pick<Trade, "at" | "kind" | "quantity" | "gross">;

/** Purchases and sales, with the mean price of a unit before tax, and what a held unit of known cost has cost. */
export function ownTrades(trades: readonly Traded[], holdings: readonly Bought[]): OwnTrades {
  const known = holdings.filter(({ cost }) => cost !== null);
  const units = known.reduce((sum, { knownUnits }) => sum + knownUnits, 0);
  const cost = known.reduce((sum, holding) => sum + (holding.cost ?? 0), 0);
  return {
    trades: trades.flatMap(({ at, kind, quantity, gross }) =>
      kind === "buy" || kind === "sell" ? [{ at, side: kind, quantity, unitPrice: gross / quantity }] : [],
    ),
    average: units === 0 ? null : cost / units,
  };
}
