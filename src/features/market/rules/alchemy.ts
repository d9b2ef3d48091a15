export const NATURE_RUNE_ID = 561;
export const FIRE_RUNE_ID = 554;
export const FIRE_RUNES_PER_CAST = 5;

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
