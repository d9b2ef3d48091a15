import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CASTS_PER_HOUR, alchProfitGp, alchReturns, alchRuneCostGp, alchUnits } from "./alchemy.ts";

describe("alchRuneCostGp", () => {
  it("is one nature rune and five fire runes, or only the nature rune with a fire staff", () => {
    expect(alchRuneCostGp(100, 5)).toBe(125);
    expect(alchRuneCostGp(100, 5, true)).toBe(100);
  });

  it("is unknown without the price of a needed rune", () => {
    expect(alchRuneCostGp(null, 5)).toBeNull();
    expect(alchRuneCostGp(100, null)).toBeNull();
    expect(alchRuneCostGp(100, null, true)).toBe(100);
  });
});

describe("alchProfitGp", () => {
  it("is the alch value minus the item and the runes, untaxed", () => {
    expect(alchProfitGp(72_000, 71_000, 125)).toBe(875);
    expect(alchProfitGp(10, 71_000, 125)).toBe(-71_115);
  });

  it.each([
    [null, 1, 1],
    [1, null, 1],
    [1, 1, null],
  ])("is unknown if one part is: %s %s %s", (alch, buy, runes) => {
    expect(alchProfitGp(alch, buy, runes)).toBeNull();
  });
});

describe("alchUnits", () => {
  const plenty = { limit: 100_000, lowVolume24h: 10_000_000, low: 10, coins: null };
  it.each([
    ["the limit", { ...plenty, limit: 70 }, 70],
    ["half of what is sold instantly in four hours", { ...plenty, lowVolume24h: 600 }, 50],
    ["the coins", { ...plenty, coins: 1_234 }, 123],
    ["four hours of casts", plenty, 4_800],
    ["an unknown limit", { ...plenty, limit: null }, null],
    ["an unknown volume", { ...plenty, lowVolume24h: null }, null],
  ])("is bounded by %s", (_name, supply, units) => {
    expect(alchUnits(supply)).toBe(units);
  });
});

describe("alchReturns", () => {
  it.each([
    [100, 70, { hour: 7_000, window: 7_000 }],
    [100, 4_800, { hour: 120_000, window: 480_000 }],
    [-3, 2_000, { hour: -3_600, window: -6_000 }],
    [-3, 0, { hour: 0, window: 0 }],
    [null, 70, { hour: null, window: null }],
    [100, null, { hour: null, window: null }],
  ])("makes of %s gp a cast and %s units %o", (profit, units, expected) => {
    expect(alchReturns(profit, units)).toEqual(expected);
  });

  it("is in an hour never above 1,200 casts, and in a window never above four such hours", () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.nat(10_000_000), fc.nat(10_000_000), (profit, limit, volume) => {
        const units = alchUnits({ limit, lowVolume24h: volume, low: 1, coins: null });
        const { hour, window } = alchReturns(profit, units);
        expect(hour).toBeLessThanOrEqual(profit * Math.min(limit, CASTS_PER_HOUR));
        expect(window).toBeGreaterThanOrEqual(hour ?? NaN);
        expect(window).toBeLessThanOrEqual(4 * profit * CASTS_PER_HOUR);
      }),
    );
  });
});
