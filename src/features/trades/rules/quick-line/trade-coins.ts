import { taxGp } from "#features/market/rules/tax/tax.ts";
import { saleTax } from "#features/trades/rules/sale-tax.ts";
import { coinsProblem } from "#features/trades/rules/trade-limits.ts";

export type Price = { each: number } | { total: number };

/** What a trade will be stored with; gp for all units. */
export type TradeCoins = {
  gross: number;
  /** gp of one unit, rounded down where the units went at several prices. */
  each: number;
  tax: number;
  /** False: the total does not divide by the quantity, so the tax follows from the nearest split. */
  isExact: boolean;
};

type Traded = { kind: "buy" | "sell"; itemId: number; quantity: number; atMs: number; price: Price };

/** The coins of a purchase or a sale, with the tax of its time; or the problem, in words, beyond 2^53 - 1 gp. */
export function tradeCoins({ kind, quantity, price, ...sale }: Traded): TradeCoins | { problem: string } {
  const gross = "total" in price ? price.total : quantity * price.each;
  const problem = coinsProblem(gross);
  if (problem !== null) return { problem };
  if ("each" in price) {
    const tax = kind === "sell" ? taxGp(price.each, sale) * quantity : 0;
    return { gross, each: price.each, tax, isExact: true };
  }
  const each = Math.floor(gross / quantity);
  return kind === "sell"
    ? { gross, each, ...saleTax(gross, quantity, sale) }
    : { gross, each, tax: 0, isExact: true };
}
