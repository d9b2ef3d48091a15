import { breakEvenGp, netGp } from "#features/market/rules/tax/tax.ts";
import type { Sale } from "#features/market/rules/tax/tax.ts";

/** What a character holds of one item: units, those of known cost among them, and gp for these; null: none is known. */
export type Held = { units: number; knownUnits: number; cost: number | null };

/** What a unit would be sold for: the latest `high`, and what selling on costs besides the tax. Null: unknown. */
export type SalePrice = { high: number | null; resaleFee: number | null };

/** All gp. Null where something that it needs is unknown, or where it is beyond 2^53. */
export type HoldingValue = {
  /** What one unit brings now, after tax and resale fee. */
  net: number | null;
  /** What all units bring, those of unknown cost too. */
  value: number | null;
  /** What the units of known cost would earn if they were sold now. */
  profit: number | null;
  /** `profit / cost`, a fraction; null also if they cost nothing. */
  roi: number | null;
  /** The lowest price of a unit that returns the cost of the units of known cost. */
  breakEven: number | null;
};

/** An amount that is counted to the coin; null beyond 2^53. */
export const countable = (gp: number): number | null => (Number.isSafeInteger(gp) ? gp : null);

/** The sum of amounts; null beyond 2^53. */
export const sumGp = (amounts: readonly number[]): number | null =>
  amounts.reduce<number | null>((sum, amount) => (sum === null ? null : countable(sum + amount)), 0);

export function valueHolding(held: Held, { high, resaleFee }: SalePrice, sale: Sale): HoldingValue {
  const { units, knownUnits, cost } = held;
  const net = high === null || resaleFee === null ? null : netGp(high, sale) - resaleFee;
  const known = net === null ? null : countable(net * knownUnits);
  const profit = known === null || cost === null ? null : countable(known - cost);
  // The net price is whole, so what a unit has to bring is rounded up.
  const unitCost = cost === null || knownUnits === 0 ? null : Math.ceil(cost / knownUnits);
  return {
    net,
    value: net === null ? null : countable(net * units),
    profit,
    roi: profit === null || cost === null || cost === 0 ? null : profit / cost,
    breakEven:
      unitCost === null || resaleFee === null ? null : countable(breakEvenGp(unitCost + resaleFee, sale)),
  };
}
