import type { CatalogueItem } from "./catalogue.ts";
import { mix, toBell, toUnit } from "./hashing.ts";

/** The two sides of a market: 0 = instant-buys (`high`), 1 = instant-sells (`low`). */
export type Side = 0 | 1;
export const SIDES: readonly Side[] = [0, 1];
/** One number for each side. */
export type Pair = [high: number, low: number];

/**
 * The parameters of each item by position, as flat arrays, because the inner loops over 4,150 items must be fast.
 */
export type Model = {
  count: number;
  ids: Int32Array;
  /** The item's hash key, derived from the seed and its id. */
  keys: Int32Array;
  /** Natural logarithm of the price that the random walk reverts to. */
  logReferences: Float64Array;
  /** Size of the walk in log units: 0.03 moves the price about 3%. */
  volatilities: Float64Array;
  /** The typical spread, as ln(high / low). */
  spreads: Float64Array;
  /** Units in a typical trade. A large value leaves buckets empty although the day has volume. */
  lots: Float64Array;
  /** Expected units a day by side; 0 never trades. */
  dailyUnits: readonly [Float64Array, Float64Array];
  /** The position of an item id in the arrays. */
  positions: ReadonlyMap<number, number>;
  /** A cache for walk.ts: the dump or spike of an item's current and previous epoch, two cells for each item. */
  events: { epochs: Int32Array; startsS: Float64Array; sizes: Float64Array; decaysS: Float64Array };
};

/**
 * Median hourly units, their log standard deviation and the trade size, by buy limit; fitted to a real hour (06:00
 * UTC).
 */
const VOLUME_BY_LIMIT: readonly [maxLimit: number, medianHourly: number, logSigma: number, lot: number][] = [
  [0, 0.06, 3.6, 3],
  [4, 0.9, 1.5, 1],
  [14, 4.5, 1.7, 1.1],
  [15, 9, 1.4, 1.2],
  [50, 12, 2.2, 2],
  [70, 7, 2.7, 3],
  [125, 5, 2.8, 4],
  [150, 0.5, 2.4, 1.5],
  [1_000, 0.2, 3, 10],
  [2_000, 6, 4, 30],
  [10_000, 150, 3.6, 80],
  [11_000, 300, 3.8, 120],
  [13_000, 500, 3.6, 120],
  [20_000, 4_500, 3.2, 250],
  [Number.POSITIVE_INFINITY, 500_000, 1.6, 900],
];
/**
 * Items that always trade in volume, regardless of the seed: runes, food, potions, ores, logs, whips and the bond.
 */
const STAPLES = new Set([
  2, 139, 141, 143, 145, 314, 379, 383, 385, 440, 444, 447, 449, 451, 453, 536, 554, 555, 556, 557, 560, 561,
  562, 563, 564, 565, 566, 892, 1127, 1513, 1515, 1517, 1777, 2351, 2353, 2357, 2359, 2361, 2363, 2434, 2436,
  2440, 2442, 2444, 3024, 4151, 4587, 5295, 6585, 6685, 7946, 8782, 9075, 9144, 11212, 11230, 11232, 11936,
  12002, 12625, 12695, 12934, 13190, 13441, 20997, 21820, 22124, 22486, 27616, 28924,
]);
/** The fitted hour is the quietest one, so a day has this many of them. */
const HOURS_OF_FIT_A_DAY = 24 / 0.57;
/** Limits an item's daily turnover; otherwise chance could make a 300M item trade like a rune. */
const MAX_DAILY_GP = 4e11;
/** Each side of the rarest items trades every few weeks, so that a look-back of two years finds a trade. */
const MIN_TRADES_A_DAY = 0.02;
/** About one item in a thousand has only ever traded on one side: `/latest` answers null for the other. */
const ONE_SIDED_SHARE = 0.001;

function volumeOf(item: CatalogueItem, key: number): { daily: number; lot: number } {
  const limit = item.mapping.limit ?? 0;
  const row = VOLUME_BY_LIMIT.find(([max]) => limit <= max);
  if (!item.traded || row === undefined) return { daily: 0, lot: 1 };
  const [, median, sigma, lot] = row;
  const staple = STAPLES.has(item.mapping.id);
  const z = staple ? 1.2 + 0.6 * toUnit(mix(key, 1)) : toBell(mix(key, 1)) * 0.9;
  const uncapped = median * HOURS_OF_FIT_A_DAY * Math.exp(z * sigma);
  const daily = Math.min(uncapped, MAX_DAILY_GP / item.referencePriceGp);
  // A busy item also has bigger trades, a quiet one smaller ones.
  const size = Math.max(1, lot * Math.exp(z * sigma * 0.3) * 0.5 * Math.exp(0.5 * toBell(mix(key, 2))));
  return { daily, lot: size };
}

/** Precomputes the parameters of every item. The same seed and items give the same arrays. */
export function buildModel(items: readonly CatalogueItem[], seed: number): Model {
  const count = items.length;
  const model = {
    count,
    ids: new Int32Array(count),
    keys: new Int32Array(count),
    logReferences: new Float64Array(count),
    volatilities: new Float64Array(count),
    spreads: new Float64Array(count),
    lots: new Float64Array(count),
    dailyUnits: [new Float64Array(count), new Float64Array(count)] as const,
    positions: new Map(items.map((item, i) => [item.mapping.id, i])),
    events: {
      epochs: new Int32Array(count * 2).fill(-1),
      startsS: new Float64Array(count * 2),
      sizes: new Float64Array(count * 2),
      decaysS: new Float64Array(count * 2),
    },
  };
  for (const [i, item] of items.entries()) {
    const key = mix(mix(seed, 0x0f_eed), item.mapping.id);
    const { daily, lot } = volumeOf(item, key);
    const tradesAnHour = daily / lot / 24;
    // Near 1 for an item that hardly trades, near 0 for one that trades every second.
    const thinness = 1 / (1 + Math.sqrt(tradesAnHour) / 2);
    const buyShare = Math.min(0.97, Math.max(0.03, 0.5 + 0.22 * toBell(mix(key, 3))));
    model.ids[i] = item.mapping.id;
    model.keys[i] = key;
    model.logReferences[i] = Math.log(item.referencePriceGp);
    model.volatilities[i] = (0.02 + 0.05 * thinness) * (0.6 + 0.8 * toUnit(mix(key, 4)));
    model.spreads[i] =
      (0.005 + 0.17 * thinness ** 1.6) * Math.exp((0.35 + 0.9 * thinness) * toBell(mix(key, 5)));
    model.lots[i] = lot;
    const oneSided = toUnit(mix(key, 6)) < ONE_SIDED_SHARE;
    for (const side of SIDES) {
      const expected = daily * (side === 0 ? buyShare : 1 - buyShare);
      const neverTrades = daily === 0 || (oneSided && (key & 1) === side);
      model.dailyUnits[side][i] = neverTrades ? 0 : Math.max(expected, MIN_TRADES_A_DAY * lot);
    }
  }
  return model;
}
