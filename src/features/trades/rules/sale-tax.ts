import { taxGp } from "#features/market/rules/tax/tax.ts";
import type { Sale } from "#features/market/rules/tax/tax.ts";

export type SaleTax = {
  /** gp for all units. */
  tax: number;
  /** False: the units went at several prices, which the total does not tell apart. */
  isExact: boolean;
};

/**
 * The tax of a sale of which only the total is known (docs/market-rules.md: the tax is due for each unit). A total that
 * does not divide by the quantity came from several prices; the nearest split is assumed, at the price below and the one
 * above the average. `gross` and `quantity` are safe integers.
 */
export function saleTax(gross: number, quantity: number, sale: Sale): SaleTax {
  const below = Math.floor(gross / quantity);
  const above = gross - below * quantity;
  const tax = taxGp(below, sale) * (quantity - above) + taxGp(below + 1, sale) * above;
  return { tax, isExact: above === 0 };
}
