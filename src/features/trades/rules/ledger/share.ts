/**
 * floor(amount * part / whole) without rounding errors: a product beyond 2^53 is calculated with BigInt. `part` is at most
 * `whole`, all are safe integers of 0 or more, and `whole` is above 0.
 */
export function shareOf(amount: number, part: number, whole: number): number {
  const product = amount * part;
  return product <= Number.MAX_SAFE_INTEGER
    ? Math.floor(product / whole)
    : Number((BigInt(amount) * BigInt(part)) / BigInt(whole));
}

/**
 * The coins of the units [from, to) of `whole` units that share `amount`. Adjacent ranges add up to the coins of their
 * union, so no coin is lost or made by the way in which units are split.
 */
export const shareBetween = (amount: number, from: number, to: number, whole: number): number =>
  shareOf(amount, to, whole) - shareOf(amount, from, whole);
