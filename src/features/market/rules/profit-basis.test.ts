import { describe, expect, it } from "vitest";
import { basisSentences, profitBasis } from "./profit-basis.ts";

const steady = { high: 110, low: 100, avgHigh5m: 111, avgHigh1h: 112, avgLow5m: 101, avgLow1h: 102 };

describe("profitBasis", () => {
  it("is the latest trades while they are near their averages, or have none", () => {
    const latest = { high: { price: 110, average: null }, low: { price: 100, average: null } };
    expect(profitBasis(steady)).toEqual(latest);
    const noAverages = { avgHigh5m: null, avgHigh1h: null, avgLow5m: null, avgLow1h: null };
    expect(profitBasis({ ...steady, ...noAverages })).toEqual(latest);
    expect(basisSentences(profitBasis(steady))).toEqual([]);
  });

  it("is the 5-minute average of a side whose latest trade strays, and says so", () => {
    const basis = profitBasis({ ...steady, high: 1_200, avgHigh5m: 1_000 });
    expect(basis).toEqual({
      high: { price: 1_000, average: "5-minute" },
      low: { price: 100, average: null },
    });
    expect(basisSentences(basis)).toEqual([
      "Counts with the 5-minute average of Sell at, 1,000: its latest trade is far from it.",
    ]);
  });

  it("is the 1-hour average where there is none of 5 minutes", () => {
    const basis = profitBasis({ ...steady, low: 50, avgLow5m: null });
    expect(basis.low).toEqual({ price: 102, average: "1-hour" });
    expect(basisSentences(basis)).toEqual([
      "Counts with the 1-hour average of Buy at, 102: its latest trade is far from it.",
    ]);
  });

  it("knows no price of an unknown side", () => {
    expect(profitBasis({ ...steady, low: null }).low).toEqual({ price: null, average: null });
  });
});
