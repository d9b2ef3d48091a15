import type { ItemRow } from "#features/market/contract.ts";
import { STALE_AFTER_MS, isUnconfirmed, strays } from "./quality.ts";

type Prices = Pick<
  ItemRow,
  | "quality"
  | "high"
  | "highTime"
  | "low"
  | "lowTime"
  | "avgHigh5m"
  | "avgHigh1h"
  | "avgLow5m"
  | "avgLow1h"
  | "volume24h"
  | "roi"
>;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const number = new Intl.NumberFormat("en");

/** A duration in one unit for a sentence: `7 h`. */
function span(ms: number): string {
  if (ms < HOUR_MS) return `${Math.max(0, Math.floor(ms / MINUTE_MS))} min`;
  return ms < 2 * DAY_MS ? `${Math.floor(ms / HOUR_MS)} h` : `${number.format(Math.floor(ms / DAY_MS))} days`;
}

function staleSide(name: string, atMs: number | null, nowMs: number): string[] {
  if (atMs === null || nowMs - atMs <= STALE_AFTER_MS) return [];
  return [`${name} is ${span(nowMs - atMs)} old: the market may have moved on.`];
}

function oddSide(name: string, price: number | null, avg5m: number | null, avg1h: number | null): string[] {
  const average = avg5m ?? avg1h;
  if (price === null || average === null || !strays(price, average)) return [];
  const deviation = Math.abs(price - average) / average;
  const percent = Math.round(deviation * 100);
  const side = price > average ? "above" : "below";
  const period = avg5m === null ? "1-hour" : "5-minute";
  return [
    `${name} is ${number.format(percent)}% ${side} its ${period} average: one odd trade may have bent it.`,
  ];
}

function unconfirmedSides(prices: Prices, nowMs: number): string[] {
  const sides = [
    { name: "Buy at", atMs: prices.lowTime, avg5m: prices.avgLow5m, avg1h: prices.avgLow1h },
    { name: "Sell at", atMs: prices.highTime, avg5m: prices.avgHigh5m, avg1h: prices.avgHigh1h },
  ];
  return sides
    .filter((side) => isUnconfirmed(side, nowMs))
    .map(({ name }) => `${name} is one trade without a recent average: nothing confirms it.`);
}

function incomplete({ high, low }: Prices): string {
  if (high === null && low === null) return "Neither side has traded yet, so no price is known.";
  return high === null
    ? "Nobody has instantly bought it yet: what it sells at is unknown."
    : "Nobody has instantly sold it yet: what it costs to buy is unknown.";
}

function sentencesOf(flag: ItemRow["quality"][number], prices: Prices, nowMs: number): string[] {
  switch (flag) {
    case "incomplete":
      return [incomplete(prices)];
    case "stale":
      return [...staleSide("Buy at", prices.lowTime, nowMs), ...staleSide("Sell at", prices.highTime, nowMs)];
    case "inverted":
      return ["Sell at is below Buy at: the two sides traded at different times."];
    case "thin":
      if (prices.volume24h === null) return [];
      return prices.volume24h === 0
        ? ["Nothing traded in 24 h: an offer may take days to fill."]
        : [`Only ${number.format(prices.volume24h)} traded in 24 h: an offer may take days to fill.`];
    case "odd":
      return [
        ...oddSide("Buy at", prices.low, prices.avgLow5m, prices.avgLow1h),
        ...oddSide("Sell at", prices.high, prices.avgHigh5m, prices.avgHigh1h),
      ];
    case "unconfirmed":
      return unconfirmedSides(prices, nowMs);
    case "steep":
      return prices.roi === null
        ? []
        : [`A ROI of ${number.format(Math.round(prices.roi * 100))}% is rare: check both prices first.`];
  }
}

/** Why an item's prices may be misleading, as sentences, most serious first; empty for good prices. */
export const qualityWarnings = (prices: Prices, nowMs: number): string[] =>
  prices.quality.flatMap((flag) => sentencesOf(flag, prices, nowMs));
