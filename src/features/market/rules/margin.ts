import { breakEvenGp, taxGp } from "./tax.ts";
import type { Sale } from "./tax.ts";

type Sides = { high: number | null; low: number | null };

/** Each is null if a side that it needs is unknown. `roi` is a fraction; null also if the buy price is 0. */
export type Margin = {
  tax: number | null;
  margin: number | null;
  roi: number | null;
  breakEven: number | null;
};

/** One unit bought at `low` and sold at `high`, gp after tax. */
export function marginOf({ high, low }: Sides, sale: Sale): Margin {
  const tax = high === null ? null : taxGp(high, sale);
  const margin = high === null || low === null || tax === null ? null : high - tax - low;
  return {
    tax,
    margin,
    roi: margin === null || low === null || low === 0 ? null : margin / low,
    breakEven: low === null ? null : breakEvenGp(low, sale),
  };
}

/** Profit of a full 4-hour window, gp: the buy limit times the margin. Null without a limit. */
export const windowProfitGp = (margin: number | null, limit: number | null): number | null =>
  margin === null || limit === null ? null : margin * limit;
