/** The buy limit's window, hours. */
const WINDOW_HOURS = 4;
/** What one trader may expect to get of the units that trade: other traders' offers wait in the same queue. */
export const REACHABLE_SHARE = 0.5;

type Bounds = {
  /** Units that one account may buy in a window; null is unknown. */
  limit: number | null;
  /** Units of 24 h on the side that trades less; null is unknown. A flip needs a trade on both sides. */
  slowVolume24h: number | null;
  /** What one unit costs, gp; null is unknown. */
  low: number | null;
  /** The trader's coins, gp; null is no bound. */
  coins: number | null;
};

/** Units that can be bought and sold in one window by each bound. Null is unknown; `coins` is null also without a bound. */
export type ReachableParts = { limit: number | null; volume: number | null; coins: number | null };

export const reachableParts = ({ limit, slowVolume24h, low, coins }: Bounds): ReachableParts => ({
  limit,
  volume: slowVolume24h === null ? null : Math.round((REACHABLE_SHARE * slowVolume24h * WINDOW_HOURS) / 24),
  coins: coins === null || low === null || low <= 0 ? null : Math.floor(coins / low),
});

/**
 * Units that can be bought and sold in one 4-hour limit window: the least of the buy limit, what the coins buy, and half
 * of what trades in four hours on the slower side, rounded. Half, rounded, is never above all of it. Null while limit or
 * volume is unknown. The rule is the product's own, see docs/market-rules.md, section 4.
 */
export function reachableUnits(bounds: Bounds): number | null {
  const { limit, volume, coins } = reachableParts(bounds);
  return limit === null || volume === null ? null : Math.min(limit, volume, coins ?? Infinity);
}

/** What a trader can expect from one window, gp: the margin times the reachable units. */
export const reachableProfitGp = (margin: number | null, bounds: Bounds): number | null => {
  const units = reachableUnits(bounds);
  // `+ 0` turns the -0 of a loss times no units into 0.
  return margin === null || units === null ? null : margin * units + 0;
};
