import { TAX_CAP_GP, dueDivisor, taxGp } from "./tax.ts";
import type { Sale } from "./tax.ts";

const number = new Intl.NumberFormat("en", { maximumFractionDigits: 2 });

/** Explains the tax on one unit sold at `priceGp` in a sentence with its numbers. */
export function taxSentence(priceGp: number, sale: Sale): string {
  const divisor = dueDivisor(sale);
  if (divisor === null) return "This item is exempt from Grand Exchange tax.";
  const tax = taxGp(priceGp, sale);
  const share = `${number.format(100 / divisor)}% of ${number.format(priceGp)} is ${number.format(priceGp / divisor)}`;
  if (tax === TAX_CAP_GP && priceGp / divisor > TAX_CAP_GP) {
    return `${share}; the tax on one item is capped at ${number.format(TAX_CAP_GP)}.`;
  }
  if (priceGp % divisor === 0) return `${share}.`;
  return tax === 0
    ? `${share}, rounded down to nothing.`
    : `${share}, rounded down to ${number.format(tax)}.`;
}
