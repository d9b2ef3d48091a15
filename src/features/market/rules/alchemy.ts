export const NATURE_RUNE_ID = 561;
export const FIRE_RUNE_ID = 554;
export const FIRE_RUNES_PER_CAST = 5;

/** Runes of one High Level Alchemy cast, gp. A fire staff makes the fire runes free. */
export const alchRuneCostGp = (
  natureRuneGp: number | null,
  fireRuneGp: number | null,
  fireStaff = false,
): number | null => {
  if (natureRuneGp === null) return null;
  if (fireStaff) return natureRuneGp;
  return fireRuneGp === null ? null : natureRuneGp + FIRE_RUNES_PER_CAST * fireRuneGp;
};

/** Gain of buying one unit at `buyGp` and alching it, gp; alchemy pays no tax. */
export const alchProfitGp = (
  highAlchGp: number | null,
  buyGp: number | null,
  runeCostGp: number | null,
): number | null =>
  highAlchGp === null || buyGp === null || runeCostGp === null ? null : highAlchGp - buyGp - runeCostGp;
