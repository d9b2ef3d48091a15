import { mix, toBell, toUnit } from "./hashing.ts";
import { SIDES } from "./model.ts";
import type { Model, Pair, Side } from "./model.ts";
import { lastTradedSlot, slotVolume } from "./volumes.ts";
import { DAY_S, logMiddle, noiseAt } from "./walk.ts";

const SLOT_S = 300;
const MAX_PRICE_GP = 2_147_483_647;
/**
 * A trade deviates from its side's price by this share of the spread, so that about 1 in 6 pairs of last trades is
 * inverted.
 */
const TRADE_DEVIATION = 0.75;

/** The spread at a time, as ln(high / low): the item's own, varied by a third from day to day. */
const widthAt = (model: Model, i: number, timeS: number): number =>
  (model.spreads[i] ?? 0) * (1 + 0.35 * noiseAt((model.keys[i] ?? 0) + 0x59_1ead, timeS / DAY_S));

function toPrice(side: Side, middle: number, width: number, stray: number): number {
  const log = middle + ((side === 0 ? 0.5 : -0.5) + stray * TRADE_DEVIATION) * width;
  return Math.min(MAX_PRICE_GP, Math.max(1, Math.round(Math.exp(log))));
}

const noiseKey = (model: Model, i: number, side: Side): number =>
  (model.keys[i] ?? 0) ^ (side === 0 ? 0x0a_55e7 : 0x0b_1d5);

/**
 * The deviation of `trades` trades of one slot, in standard deviations of one trade. A part is drawn for each slot
 * and a part for each hour, so that the hourly averages of a rarely traded item are sometimes inverted as well.
 */
function deviationAt(key: number, own: number, hour: number, trades: number): number {
  const count = Math.max(1, trades);
  const alone = toBell(mix(key, own)) / Math.sqrt(Math.min(4, count));
  const together = toBell(mix(key ^ 0x4_0075, hour)) / Math.sqrt(Math.sqrt(count));
  return 0.6 * alone + 0.8 * together;
}

/**
 * Writes the average price in whole gp of each side that has `units` in the slot to `out`; other cells stay
 * unchanged.
 */
export function quoteSlot(model: Model, i: number, slot: number, units: Pair, out: Pair): void {
  const middleS = slot * SLOT_S + SLOT_S / 2;
  const middle = logMiddle(model, i, middleS);
  const width = widthAt(model, i, middleS);
  const lot = model.lots[i] ?? 1;
  for (const side of SIDES) {
    if (units[side] === 0) continue;
    const stray = deviationAt(noiseKey(model, i, side), slot, Math.floor(slot / 12), units[side] / lot);
    out[side] = toPrice(side, middle, width, stray);
  }
}

/** A trade: price in whole gp, time in Unix seconds. */
export type Trade = { price: number; timeS: number };

/** The last minute (0-4) of a slot that has ended by `asOfS` and has a trade, or -1. */
function lastMinute(key: number, slot: number, trades: number, asOfS: number): number {
  const ended = Math.min(5, Math.floor((asOfS - slot * SLOT_S) / 60));
  const sure = (mix(key, slot) >>> 0) % 5;
  const chance = 1 - Math.exp(-trades / 5);
  for (let minute = ended - 1; minute >= 0; minute -= 1) {
    if (minute === sure || toUnit(mix(key + minute + 1, slot)) < chance) return minute;
  }
  return -1;
}

/** The side's last trade published by `asOfS`, or null if it never traded. Its time never goes back. */
export function lastTrade(model: Model, i: number, side: Side, asOfS: number): Trade | null {
  const key = noiseKey(model, i, side);
  const lot = model.lots[i] ?? 1;
  let slot = lastTradedSlot(model, i, side, Math.floor(asOfS / SLOT_S));
  while (slot >= 0) {
    const minute = lastMinute(key, slot, slotVolume(model, i, side, slot) / lot, asOfS);
    if (minute >= 0) {
      const timeS = slot * SLOT_S + minute * 60 + ((mix(key ^ minute, slot) >>> 0) % 60);
      const stray = deviationAt(key, timeS, Math.floor(slot / 12), 1);
      return { price: toPrice(side, logMiddle(model, i, timeS), widthAt(model, i, timeS), stray), timeS };
    }
    // The running slot has no finished trade yet, so the slot before it is used.
    slot = lastTradedSlot(model, i, side, slot - 1);
  }
  return null;
}
