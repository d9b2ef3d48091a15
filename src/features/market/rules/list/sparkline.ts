const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const GAP = ".";
const TOP = ALPHABET.length - 1;

/**
 * Encodes prices, oldest first, scaled to their range, as one letter each: 24 bytes per item instead of 24 numbers. Null
 * if fewer than two prices are known.
 */
export function encodeSparkline(pricesGp: readonly (number | null)[]): string | null {
  const known = pricesGp.filter((price) => price !== null);
  if (known.length < 2) return null;
  const low = Math.min(...known);
  const range = Math.max(...known) - low;
  return pricesGp
    .map((price) => {
      if (price === null) return GAP;
      // A constant price is drawn in the middle.
      return ALPHABET[range === 0 ? TOP >> 1 : Math.round(((price - low) / range) * TOP)];
    })
    .join("");
}

/** Heights from 0 (lowest) to 1 (highest), null for an hour without trades. */
export const decodeSparkline = (encoded: string): (number | null)[] =>
  [...encoded].map((letter) => {
    const step = ALPHABET.indexOf(letter);
    return step < 0 ? null : step / TOP;
  });
