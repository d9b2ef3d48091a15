/** Mixes two 32-bit integers into one (murmur3's finaliser). The only source of randomness of the simulator. */
export function mix(a: number, b: number): number {
  let h = a ^ Math.imul(b + 0x632be5ab, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

/** Maps a hash to a number in [0, 1). */
export const toUnit = (hash: number): number => (hash >>> 0) / 4_294_967_296;

/**
 * Maps a hash to a bell-shaped number: mean 0, standard deviation 1, within +-2.45 (the sum of the hash's two
 * halves).
 */
export const toBell = (hash: number): number => (((hash & 0xffff) + (hash >>> 16)) / 65_536 - 1) * 2.449_49;
