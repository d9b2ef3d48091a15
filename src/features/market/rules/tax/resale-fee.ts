/** The Old school bond. */
export const BOND_ID = 13190;

/** Items that cost something to sell on once they were bought: one coin in `divisor` of the guide price. */
const FEE_DIVISORS: ReadonlyMap<number, number> = new Map([[BOND_ID, 10]]);

/**
 * What it costs (gp, rounded down) to make one bought unit tradeable again, so that it can be sold: 10% of its guide
 * price for the bond, 0 for every other item. The feed has no guide price; callers pass what stands for it, see `guideGp`.
 * Null if the item has a fee and its guide price is unknown. See docs/market-rules.md, section 7.
 */
export function resaleFeeGp(itemId: number, guide: number | null): number | null {
  const divisor = FEE_DIVISORS.get(itemId);
  if (divisor === undefined) return 0;
  return guide === null ? null : Math.floor(guide / divisor);
}

type Prices = { high: number | null; low: number | null; avg24h: number | null };

/** What stands for the guide price, gp: the average of 24 hours, or while that is unknown the mean of the latest sides. */
export const guideGp = ({ high, low, avg24h }: Prices): number | null =>
  avg24h ?? (high === null || low === null ? (high ?? low) : Math.round((high + low) / 2));

/** Explains the fee of an item that has one. */
export const resaleFeeSentence =
  "10% of the guide price, to make it tradeable again. The feed has no guide price: the average of 24 hours stands for it.";
