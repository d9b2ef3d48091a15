import { mix, toBell, toUnit } from "./hashing.ts";
import type { Model, Side } from "./model.ts";
import { DAY_S, eventsAt, noiseAt } from "./walk.ts";

const FIVE_MINUTES_A_DAY = 288;
/** Monday to Sunday; day 0 of the epoch was a Thursday. */
const WEEKDAY_FACTORS = [0.94, 0.93, 1.02, 0.98, 0.97, 1.1, 1.13];
/** Cumulative share of a day's volume at each UTC hour: highest at 19:00, lowest at 07:00. */
const HOUR_SHARES = cumulate(
  Array.from({ length: 24 }, (_, h) => 1 + 0.43 * Math.cos(((h - 19) / 12) * Math.PI)),
);
const SLOT_SHARES = cumulate(Array.from({ length: 12 }, () => 1));
/** This look-back, in days, finds a trade of every item: the rarest one trades every few weeks. */
const LOOK_BACK_DAYS = 730;

function cumulate(weights: number[]): Float64Array {
  const sums = new Float64Array(weights.length + 1);
  for (const [k, weight] of weights.entries()) sums[k + 1] = (sums[k] ?? 0) + weight;
  return sums;
}

/**
 * A binary split of a volume over leaves: the hash key, the leaves' cumulative shares, and the item's trade size.
 */
type Split = { key: number; shares: Float64Array; lot: number };

const sideKey = (model: Model, i: number, side: Side): number =>
  (model.keys[i] ?? 0) + (side + 1) * 0x2c_1b3c;

/** Units traded on one side in a UTC day (days since 1970). */
export function dayVolume(model: Model, i: number, side: Side, day: number): number {
  const mean = model.dailyUnits[side][i] ?? 0;
  if (mean === 0) return 0;
  const key = sideKey(model, i, side);
  const event = Math.abs(eventsAt(model, i, day * DAY_S + DAY_S / 2));
  const weekday = WEEKDAY_FACTORS[(day + 3) % 7] ?? 1;
  const hash = mix(key, day);
  const dayFactor = Math.exp(0.35 * noiseAt(key + 7, day / 9) + 0.2 * toBell(mix(hash, 1)));
  const expected = mean * weekday * dayFactor * (1 + 8 * event);
  const lot = model.lots[i] ?? 1;
  const trades = expected / lot;
  if (trades > 20) return Math.round(expected);
  const whole = Math.floor(trades + toUnit(hash));
  if (whole === 0) return 0;
  // A few trades vary widely in size: u^3 * 4 has mean 1 and a long tail.
  return Math.max(whole, Math.round(whole * lot * (0.4 + 2.4 * toUnit(mix(hash, 2)) ** 3)));
}

/**
 * The part of `units` that goes to the left half, whose expected share is `share`. Whole trades move, as in a
 * binomial draw, so a rarely traded item has volume in few buckets; the right half gets the rest, so sums are
 * exact.
 */
function splitLeft(hash: number, units: number, share: number, lot: number): number {
  const trades = Math.ceil(units / lot);
  const u = toUnit(mix(hash, 1));
  if (trades <= 1) return u < share ? units : 0;
  const variance = trades * share * (1 - share);
  const deviation = Math.sqrt(variance + (0.12 * variance) ** 2);
  const left = Math.floor(trades * share + deviation * toBell(hash) + u);
  if (left <= 0) return 0;
  if (left >= trades) return units;
  const exact = (units * (left + 0.3 * toBell(mix(hash, 2)))) / trades;
  return Math.min(units - 1, Math.max(1, Math.round(exact)));
}

/** The part of `units` that falls on leaf `leaf`. */
function descend({ key, shares, lot }: Split, units: number, leaf: number): number {
  let low = 0;
  let high = shares.length - 1;
  let rest = units;
  while (rest > 0 && high - low > 1) {
    const middle = (low + high) >> 1;
    const left = splitLeft(mix(key, low * 32 + high), rest, shareOf(shares, low, middle, high), lot);
    if (leaf < middle) {
      rest = left;
      high = middle;
    } else {
      rest -= left;
      low = middle;
    }
  }
  return rest;
}

function shareOf(shares: Float64Array, low: number, middle: number, high: number): number {
  const start = shares[low] ?? 0;
  return ((shares[middle] ?? 0) - start) / ((shares[high] ?? 1) - start);
}

/** Splits `units` into parts of `size` leaves and writes each part to `out` at its first leaf divided by `size`. */
function spread(
  split: Split,
  units: number,
  size: number,
  low: number,
  high: number,
  out: Float64Array,
): void {
  if (units === 0 || high - low === size) {
    out.fill(0, low / size, high / size);
    out[low / size] = units;
    return;
  }
  const middle = (low + high) >> 1;
  const hash = mix(split.key, low * 32 + high);
  const left = splitLeft(hash, units, shareOf(split.shares, low, middle, high), split.lot);
  spread(split, left, size, low, middle, out);
  spread(split, units - left, size, middle, high, out);
}

/** The last leaf at or before `leaf` that has volume, or -1. */
function lastLeaf(split: Split, units: number, leaf: number, low: number, high: number): number {
  if (units === 0 || low > leaf) return -1;
  if (high - low === 1) return low;
  const middle = (low + high) >> 1;
  const hash = mix(split.key, low * 32 + high);
  const left = splitLeft(hash, units, shareOf(split.shares, low, middle, high), split.lot);
  const found = lastLeaf(split, units - left, leaf, middle, high);
  return found >= 0 ? found : lastLeaf(split, left, leaf, low, middle);
}

function daySplit(model: Model, i: number, side: Side, day: number): Split {
  const key = mix(sideKey(model, i, side) ^ 0x0d_a7e5, day);
  return { key, shares: HOUR_SHARES, lot: model.lots[i] ?? 1 };
}

const hourSplit = (day: Split, hour: number): Split => ({
  key: mix(day.key, 5_000 + hour),
  shares: SLOT_SHARES,
  lot: day.lot,
});

/** Units in one hour (hours since 1970). */
export function hourVolume(model: Model, i: number, side: Side, hour: number): number {
  const day = Math.floor(hour / 24);
  const units = dayVolume(model, i, side, day);
  return units === 0 ? 0 : descend(daySplit(model, i, side, day), units, hour - day * 24);
}

/** Units in one five-minute slot (slots of 300 s since 1970). */
export function slotVolume(model: Model, i: number, side: Side, slot: number): number {
  const hour = Math.floor(slot / 12);
  const units = hourVolume(model, i, side, hour);
  if (units === 0) return 0;
  const day = Math.floor(hour / 24);
  return descend(hourSplit(daySplit(model, i, side, day), hour - day * 24), units, slot - hour * 12);
}

/** Writes a day's eight parts of three hours to `out` and returns their sum, the day's volume. */
export function spreadDay(model: Model, i: number, side: Side, day: number, out: Float64Array): number {
  const units = dayVolume(model, i, side, day);
  spread(daySplit(model, i, side, day), units, 3, 0, 24, out);
  return units;
}

/** Writes an hour's twelve slots to `out` and returns their sum, the hour's volume. */
export function spreadHour(model: Model, i: number, side: Side, hour: number, out: Float64Array): number {
  const units = hourVolume(model, i, side, hour);
  const day = Math.floor(hour / 24);
  spread(hourSplit(daySplit(model, i, side, day), hour - day * 24), units, 1, 0, 12, out);
  return units;
}

/** The last slot at or before `until` in a day, or -1. An hour with volume has a slot with volume. */
function lastSlotOfDay(model: Model, i: number, side: Side, day: number, until: number): number {
  const units = dayVolume(model, i, side, day);
  const split = daySplit(model, i, side, day);
  let limit = Math.min(23, Math.floor(until / 12) - day * 24);
  if (units === 0) return -1;
  while (limit >= 0) {
    const hour = lastLeaf(split, units, limit, 0, 24);
    if (hour < 0) return -1;
    const first = (day * 24 + hour) * 12;
    const slot = lastLeaf(
      hourSplit(split, hour),
      descend(split, units, hour),
      Math.min(11, until - first),
      0,
      12,
    );
    if (slot >= 0) return first + slot;
    // Only the running hour can have volume after `until`, and so none before it.
    limit = hour - 1;
  }
  return -1;
}

/**
 * The last slot at or before `until` in which the side traded, or -1 if there is none in two years (it never
 * trades). A pure function of the model and `until`; it never decreases as `until` grows.
 */
export function lastTradedSlot(model: Model, i: number, side: Side, until: number): number {
  if ((model.dailyUnits[side][i] ?? 0) === 0) return -1;
  const today = Math.floor(until / FIVE_MINUTES_A_DAY);
  for (let day = today; day > today - LOOK_BACK_DAYS; day -= 1) {
    const slot = lastSlotOfDay(model, i, side, day, until);
    if (slot >= 0) return slot;
  }
  return -1;
}
