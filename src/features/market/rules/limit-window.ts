/** Coins that one Grand Exchange offer may hold. */
export const MAX_OFFER_GP = 2_147_483_647;

/** Prices, tax and resale fee of one unit, gp. */
type Trade = { quantity: number; low: number; high: number; tax: number; resaleFee?: number };

/** Amounts in gp. `offers` is the number of buy offers it needs, because one holds at most MAX_OFFER_GP. */
export type WindowPlan = { costGp: number; taxGp: number; feeGp: number; profitGp: number; offers: number };

/** Buys `quantity` units at `low` and sells them at `high`. Null if a sum exceeds the safe integers. */
export function windowPlan({ quantity, low, high, tax, resaleFee = 0 }: Trade): WindowPlan | null {
  const plan = {
    costGp: quantity * low,
    taxGp: quantity * tax,
    feeGp: quantity * resaleFee,
    profitGp: quantity * (high - tax - low - resaleFee),
    offers: low > MAX_OFFER_GP ? quantity : Math.ceil(quantity / Math.floor(MAX_OFFER_GP / Math.max(low, 1))),
  };
  return Object.values(plan).every(Number.isSafeInteger) ? plan : null;
}
