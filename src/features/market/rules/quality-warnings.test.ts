import { describe, expect, it } from "vitest";
import { qualityWarnings } from "./quality-warnings.ts";
import { qualityOf } from "./quality.ts";

const NOW = 1_790_000_000_000;
const HOUR = 3_600_000;
const sound = {
  high: 1000,
  highTime: NOW - 60_000,
  low: 950,
  lowTime: NOW - 60_000,
  avgHigh5m: 1000,
  avgHigh1h: 1000,
  avgLow5m: 950,
  avgLow1h: 950,
  volume24h: 5000,
  roi: 0.03,
};
const warningsFor = (change: Partial<Record<keyof typeof sound, number | null>>) => {
  const prices = { ...sound, ...change };
  return qualityWarnings({ ...prices, quality: qualityOf(prices, NOW) }, NOW);
};

describe("qualityWarnings", () => {
  it("is empty for good prices", () => {
    expect(warningsFor({})).toEqual([]);
  });

  it.each([
    [{ lowTime: NOW - 7 * HOUR }, ["Buy at is 7 h old: the market may have moved on."]],
    [{ highTime: NOW - 72 * HOUR }, ["Sell at is 3 days old: the market may have moved on."]],
    [{ volume24h: 12 }, ["Only 12 traded in 24 h: an offer may take days to fill."]],
    [{ high: null, highTime: null }, ["Nobody has instantly bought it yet: what it sells at is unknown."]],
    [{ low: null, lowTime: null }, ["Nobody has instantly sold it yet: what it costs to buy is unknown."]],
    [{ avgHigh5m: 800 }, ["Sell at is 25% above its 5-minute average: one odd trade may have bent it."]],
    [
      { low: 700, avgLow5m: null },
      ["Buy at is 26% below its 1-hour average: one odd trade may have bent it."],
    ],
    [
      { avgHigh5m: null, avgHigh1h: null },
      ["Sell at is one trade without a recent average: nothing confirms it."],
    ],
    [{ roi: 0.934 }, ["A ROI of 93% is rare: check both prices first."]],
  ])("explains %o", (change, sentences) => {
    expect(warningsFor(change)).toEqual(sentences);
  });

  it("puts the more serious flag first", () => {
    expect(warningsFor({ high: 940, highTime: NOW - 8 * HOUR, volume24h: 0 })).toEqual([
      "Sell at is 8 h old: the market may have moved on.",
      "Sell at is below Buy at: the two sides traded at different times.",
      "Nothing traded in 24 h: an offer may take days to fill.",
    ]);
  });
});
