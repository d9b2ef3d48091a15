import { mix, toUnit } from "./hashing.ts";
import type { Model } from "./model.ts";

const HOUR_S = 3_600;
export const DAY_S = 86_400;
/**
 * Octaves of the walk: period in seconds and share of the volatility. The slow ones are strongest, as in a random
 * walk.
 */
const OCTAVES: readonly [periodS: number, share: number][] = [
  [3 * HOUR_S, 0.22],
  [11 * HOUR_S, 0.35],
  [43 * HOUR_S, 0.6],
  [7 * DAY_S, 0.9],
  [29 * DAY_S, 1.4],
  [117 * DAY_S, 1.9],
];
/** Each item may have one dump or spike in this period; it has decayed before the second next period. */
const EVENT_EPOCH_S = 16 * DAY_S;
const EVENT_CHANCE = 0.35;
const EVENT_RISE_S = 1_800;

/** Smooth noise in [-1, 1] at `x`: hashed values at integers, smoothly interpolated. */
export function noiseAt(key: number, x: number): number {
  const cell = Math.floor(x);
  const f = x - cell;
  const a = toUnit(mix(key, cell));
  const b = toUnit(mix(key, cell + 1));
  return 2 * (a + (b - a) * f * f * (3 - 2 * f)) - 1;
}

/** Draws the event of one epoch (size 0 is none, negative a dump) into the model's cache. */
function drawEvent(model: Model, at: number, key: number, epoch: number): void {
  const { events } = model;
  const hash = mix(key ^ 0x5e_ed01, epoch);
  const strength = toUnit(mix(hash, 2));
  const size = (0.04 + 0.3 * strength ** 3) * (toUnit(mix(hash, 3)) < 0.55 ? -1 : 1);
  events.epochs[at] = epoch;
  events.sizes[at] = toUnit(hash) < EVENT_CHANCE ? size : 0;
  events.startsS[at] = (epoch + toUnit(mix(hash, 1))) * EVENT_EPOCH_S;
  events.decaysS[at] = 4 * HOUR_S + 4 * DAY_S * toUnit(mix(hash, 4)) ** 2;
}

/** The event of one epoch at a time: its decayed size in log units; 0 before it or if there is none. */
function eventAt(model: Model, i: number, epoch: number, timeS: number): number {
  const { events } = model;
  const at = i * 2 + (epoch & 1);
  if (events.epochs[at] !== epoch) drawEvent(model, at, model.keys[i] ?? 0, epoch);
  const size = events.sizes[at] ?? 0;
  if (size === 0) return 0;
  const age = timeS - (events.startsS[at] ?? 0);
  if (age <= 0) return 0;
  return size * Math.exp(-age / (events.decaysS[at] ?? 1)) * Math.min(1, age / EVENT_RISE_S);
}

/** The sum of an item's dumps and spikes at `timeS`, in log units. */
export function eventsAt(model: Model, i: number, timeS: number): number {
  const epoch = Math.floor(timeS / EVENT_EPOCH_S);
  return eventAt(model, i, epoch, timeS) + eventAt(model, i, epoch - 1, timeS);
}

/**
 * ln of the item's mid price at `timeS`: a mean-reverting walk plus events, a pure function of seed, item and time.
 */
export function logMiddle(model: Model, i: number, timeS: number): number {
  const key = model.keys[i] ?? 0;
  // Each item has its own phase, so that not all prices turn at the same time.
  const shifted = timeS + (key & 0xfffff);
  let sum = 0;
  for (let o = 0; o < OCTAVES.length; o += 1) {
    const octave = OCTAVES[o];
    if (octave !== undefined) sum += octave[1] * noiseAt(key + o * 0x1f_0003, shifted / octave[0]);
  }
  return (model.logReferences[i] ?? 0) + (model.volatilities[i] ?? 0) * sum + eventsAt(model, i, timeS);
}
