import { breakEvenGp, taxGp } from "#features/market/rules/tax/tax.ts";
import type { Sale } from "#features/market/rules/tax/tax.ts";

type Sides = { high: number | null; low: number | null };

/** Each is null if a side that it needs is unknown. `roi` is a fraction; null also if the buy price is 0. */
export type Margin = {
  tax: number | null;
  margin: number | null;
  roi: number | null;
  breakEven: number | null;
};

/**
 * One unit bought at `low` and sold at `high`, gp after tax and after `resaleFee` (`rules/tax/resale-fee.ts`; 0 for most
 * items). What needs the fee is null while it is unknown. See docs/market-rules.md, section 3.
 */
export function marginOf({ high, low }: Sides, sale: Sale, resaleFee: number | null = 0): Margin {
  const tax = high === null ? null : taxGp(high, sale);
  const margin =
    high === null || low === null || tax === null || resaleFee === null ? null : high - tax - low - resaleFee;
  return {
    tax,
    margin,
    roi: margin === null || low === null || low === 0 ? null : margin / low,
    breakEven: low === null || resaleFee === null ? null : breakEvenGp(low + resaleFee, sale),
  };
}

/** The buy limit times the margin, gp, whether or not so much trades. Null without a limit. */
export const windowProfitGp = (margin: number | null, limit: number | null): number | null =>
  margin === null || limit === null ? null : margin * limit;
