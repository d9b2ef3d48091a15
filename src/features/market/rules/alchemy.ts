import { reachableUnits } from "./reachable.ts";

export const NATURE_RUNE_ID = 561;
export const FIRE_RUNE_ID = 554;
export const FIRE_RUNES_PER_CAST = 5;
/** A cast takes five game ticks of 0.6 s: https://oldschool.runescape.wiki/w/High_Level_Alchemy */
export const CASTS_PER_HOUR = 1_200;
const WINDOW_HOURS = 4;

/**
 * The cost (gp) of the runes of one High Level Alchemy cast; null if a rune's price is unknown. With a fire staff, fire
 * runes are not needed. See docs/market-rules.md, section 5.
 */
export const alchRuneCostGp = (
  natureRuneGp: number | null,
  fireRuneGp: number | null,
  fireStaff = false,
): number | null => {
  if (natureRuneGp === null) return null;
  if (fireStaff) return natureRuneGp;
  return fireRuneGp === null ? null : natureRuneGp + FIRE_RUNES_PER_CAST * fireRuneGp;
};

/** The profit (gp) of buying one unit at `buyGp` and alching it, which is not taxed. */
export const alchProfitGp = (
  highAlchGp: number | null,
  buyGp: number | null,
  runeCostGp: number | null,
): number | null =>
  highAlchGp === null || buyGp === null || runeCostGp === null ? null : highAlchGp - buyGp - runeCostGp;

type Supply = {
  /** Units that one account may buy in a window; null is unknown. */
  limit: number | null;
  /** Units sold instantly in 24 h, which is what a buyer gets; null is unknown. */
  lowVolume24h: number | null;
  low: number | null;
  /** The trader's coins, gp; null is no bound. */
  coins: number | null;
};

/**
 * Units that can be bought and alched in one 4-hour limit window: as `reachableUnits`, but nothing is sold, so only the side
 * of the buyer bounds it, and there is time for 4,800 casts. Null while limit or volume is unknown.
 */
export function alchUnits({ lowVolume24h, ...bounds }: Supply): number | null {
  const units = reachableUnits({ ...bounds, slowVolume24h: lowVolume24h });
  return units === null ? null : Math.min(units, WINDOW_HOURS * CASTS_PER_HOUR);
}

/** What alching brings in an hour of casts and in a limit window, gp, with the units of `alchUnits`. */
export function alchReturns(profitGp: number | null, units: number | null) {
  if (profitGp === null || units === null) return { hour: null, window: null };
  // `+ 0` turns the -0 of a loss times no units into 0.
  return { hour: profitGp * Math.min(units, CASTS_PER_HOUR) + 0, window: profitGp * units + 0 };
}
