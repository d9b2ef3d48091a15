import { TAX_UPDATES, isTaxExempt } from "./tax-exemptions.ts";

/** The maximum tax on one unit, gp. */
export const TAX_CAP_GP = 5_000_000;

/** The tax rates: from `fromMs` on, one coin in `divisor` is due. */
const RATES = [
  { fromMs: TAX_UPDATES.second, divisor: 50 },
  { fromMs: TAX_UPDATES.first, divisor: 100 },
] as const;

const divisorAt = (atMs: number): number | null => RATES.find((rate) => atMs >= rate.fromMs)?.divisor ?? null;

/** The item and the time of the sale, because rate and exemptions changed over the years. */
export type Sale = { itemId: number; atMs: number };

/** The rate as one coin in this many: 50 is 2%. Null if the sale is exempt. */
export const dueDivisor = (sale: Sale): number | null =>
  isTaxExempt(sale.itemId, sale.atMs) ? null : divisorAt(sale.atMs);

/**
 * Tax in gp on ONE unit sold at `priceGp`, rounded down, at most TAX_CAP_GP. A trade pays this times its quantity, not a
 * share of its total.
 */
export function taxGp(priceGp: number, sale: Sale): number {
  const divisor = dueDivisor(sale);
  return divisor === null ? 0 : Math.min(Math.floor(priceGp / divisor), TAX_CAP_GP);
}

/** What the seller of one unit receives after tax, gp. */
export const netGp = (priceGp: number, sale: Sale): number => priceGp - taxGp(priceGp, sale);

/**
 * The lowest sell price (gp) that returns `costGp` after tax: the inverse of `netGp`. With one coin in d due,
 * d*q + r nets (d-1)*q + r, and where r is 0 the coin below nets the same.
 */
export function breakEvenGp(costGp: number, sale: Sale): number {
  const divisor = dueDivisor(sale);
  if (divisor === null) return costGp;
  const kept = divisor - 1;
  if (costGp > TAX_CAP_GP * kept) return costGp + TAX_CAP_GP;
  const remainder = costGp % kept;
  return divisor * Math.floor(costGp / kept) + remainder - (remainder === 0 && costGp > 0 ? 1 : 0);
}
