import { mix, toBell, toUnit } from "./hashing.ts";
import type { Model, Side } from "./model.ts";
import { lastTradedSlot, slotVolume } from "./volumes.ts";
import { DAY_S, logMiddle, noiseAt } from "./walk.ts";

const SLOT_S = 300;
const MAX_PRICE_GP = 2_147_483_647;
/** One trade strays from its side's price by this share of the spread: what turns ~1 of 6 pairs of last trades around. */
const TRADE_NOISE = 0.75;

function price(model: Model, i: number, side: Side, middle: number, timeS: number, stray: number): number {
  const width =
    (model.spreads[i] ?? 0) * (1 + 0.35 * noiseAt((model.keys[i] ?? 0) + 0x59_1ead, timeS / DAY_S));
  const log = middle + (side === 0 ? 0.5 : -0.5) * width + stray * width * TRADE_NOISE;
  return Math.min(MAX_PRICE_GP, Math.max(1, Math.round(Math.exp(log))));
}

const strayKey = (model: Model, i: number, side: Side): number =>
  (model.keys[i] ?? 0) ^ (side === 0 ? 0x0a_55e7 : 0x0b_1d5);

/** A side's average price in a slot with `units` > 0, in whole gp; `middle` is the walk in the slot's middle. */
export function slotPrice(
  model: Model,
  i: number,
  side: Side,
  slot: number,
  units: number,
  middle: number,
): number {
  const trades = Math.max(1, units / (model.lots[i] ?? 1));
  const stray = toBell(mix(strayKey(model, i, side), slot)) / Math.sqrt(Math.min(trades, 6));
  return price(model, i, side, middle, slot * SLOT_S, stray);
}

/** The walk in the middle of a slot. */
export const slotMiddle = (model: Model, i: number, slot: number): number =>
  logMiddle(model, i, slot * SLOT_S + SLOT_S / 2);

/** A last trade: whole gp and Unix seconds. */
export type Trade = { price: number; timeS: number };

/** The last minute (0-4) of a slot with volume in which a trade fell and which is over at `asOfS`, or -1. */
function lastMinute(key: number, slot: number, trades: number, asOfS: number): number {
  const ended = Math.min(5, Math.floor((asOfS - slot * SLOT_S) / 60));
  const sure = (mix(key, slot) >>> 0) % 5;
  const chance = 1 - Math.exp(-trades / 5);
  for (let minute = ended - 1; minute >= 0; minute -= 1) {
    if (minute === sure || toUnit(mix(key + minute + 1, slot)) < chance) return minute;
  }
  return -1;
}

/** The side's last trade that was published by `asOfS`, or null where it never traded. Its time never goes back. */
export function lastTrade(model: Model, i: number, side: Side, asOfS: number): Trade | null {
  const key = strayKey(model, i, side);
  const lot = model.lots[i] ?? 1;
  let slot = lastTradedSlot(model, i, side, Math.floor(asOfS / SLOT_S));
  while (slot >= 0) {
    const minute = lastMinute(key, slot, slotVolume(model, i, side, slot) / lot, asOfS);
    if (minute >= 0) {
      const timeS = slot * SLOT_S + minute * 60 + ((mix(key ^ minute, slot) >>> 0) % 60);
      const stray = toBell(mix(key + 77, timeS));
      return { price: price(model, i, side, logMiddle(model, i, timeS), timeS, stray), timeS };
    }
    // The running slot's trades are still to come: the one before it counts, and that one is over.
    slot = lastTradedSlot(model, i, side, slot - 1);
  }
  return null;
}
