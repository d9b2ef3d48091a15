const SCALE = 100_000;

/** A fraction with five digits, as the list shows and sends it: a thousandth of a percent. */
export const roundFraction = (fraction: number | null): number | null =>
  fraction === null ? null : Math.round(fraction * SCALE) / SCALE;
