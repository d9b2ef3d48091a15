import { mix, toBell, toUnit } from "./hashing.ts";
import { SIDES } from "./model.ts";
import type { Model, Pair, Side } from "./model.ts";
import { lastTradedSlot, slotVolume } from "./volumes.ts";
import { DAY_S, logMiddle, noiseAt } from "./walk.ts";

const SLOT_S = 300;
const MAX_PRICE_GP = 2_147_483_647;
/** One trade strays from its side's price by this share of the spread: what turns ~1 of 6 pairs of last trades around. */
const TRADE_NOISE = 0.75;

/** ln(high / low) at a time: the item's spread, a third wider or narrower from day to day. */
const widthAt = (model: Model, i: number, timeS: number): number =>
  (model.spreads[i] ?? 0) * (1 + 0.35 * noiseAt((model.keys[i] ?? 0) + 0x59_1ead, timeS / DAY_S));

function toPrice(side: Side, middle: number, width: number, stray: number): number {
  const log = middle + ((side === 0 ? 0.5 : -0.5) + stray * TRADE_NOISE) * width;
  return Math.min(MAX_PRICE_GP, Math.max(1, Math.round(Math.exp(log))));
}

const strayKey = (model: Model, i: number, side: Side): number =>
  (model.keys[i] ?? 0) ^ (side === 0 ? 0x0a_55e7 : 0x0b_1d5);

/**
 * How far `trades` trades of one slot stray, in standard deviations of one trade: partly each by itself, partly
 * together for an hour, so that the averages of a thin item's hour are sometimes the wrong way round too.
 */
function strayAt(key: number, own: number, hour: number, trades: number): number {
  const count = Math.max(1, trades);
  const alone = toBell(mix(key, own)) / Math.sqrt(Math.min(4, count));
  const together = toBell(mix(key ^ 0x4_0075, hour)) / Math.sqrt(Math.sqrt(count));
  return 0.6 * alone + 0.8 * together;
}

/** Writes the average whole-gp price of each side of a slot that has `units` to `out`; the other cells stay. */
export function quoteSlot(model: Model, i: number, slot: number, units: Pair, out: Pair): void {
  const middleS = slot * SLOT_S + SLOT_S / 2;
  const middle = logMiddle(model, i, middleS);
  const width = widthAt(model, i, middleS);
  const lot = model.lots[i] ?? 1;
  for (const side of SIDES) {
    if (units[side] === 0) continue;
    const stray = strayAt(strayKey(model, i, side), slot, Math.floor(slot / 12), units[side] / lot);
    out[side] = toPrice(side, middle, width, stray);
  }
}

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
      const stray = strayAt(key, timeS, Math.floor(slot / 12), 1);
      return { price: toPrice(side, logMiddle(model, i, timeS), widthAt(model, i, timeS), stray), timeS };
    }
    // The running slot's trades are still to come: the one before it counts, and that one is over.
    slot = lastTradedSlot(model, i, side, slot - 1);
  }
  return null;
}
