import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TAX_CAP_GP, breakEvenGp, netGp, taxGp } from "./tax.ts";

const WHIP = 4151;
const BOND = 13190;
const NOW = Date.UTC(2026, 8, 21);
const AT_1_PERCENT = Date.UTC(2024, 0, 1);
const whip = { itemId: WHIP, atMs: NOW };

/** Prices below and above the cap at each rate, and far above the maximum stack of coins. */
const price = fc.oneof(
  fc.integer({ min: 0, max: 1_000 }),
  fc.integer({ min: 0, max: 2_147_483_647 }),
  fc.integer({ min: 244_999_000, max: 250_001_000 }),
  fc.integer({ min: 494_999_000, max: 500_001_000 }),
  fc.integer({ min: 0, max: 2 ** 52 }),
);
const sale = fc.record({
  itemId: fc.constantFrom(WHIP, BOND, 2552),
  atMs: fc.constantFrom(Date.UTC(2020, 0, 1), AT_1_PERCENT, NOW),
});

describe("taxGp", () => {
  it.each([
    [49, 0],
    [50, 1],
    [99, 1],
    [100, 2],
    [2_040_816, 40_816],
    [250_000_000, 5_000_000],
    [2_147_483_647, 5_000_000],
  ])("takes 2%% of %i gp, floored and capped: %i", (priceGp, tax) => {
    expect(taxGp(priceGp, whip)).toBe(tax);
  });

  it("follows the rates through the years, to the second", () => {
    const at = (atMs: number) => taxGp(1_000, { itemId: WHIP, atMs });
    expect(at(1_639_072_799_999)).toBe(0);
    expect(at(1_639_072_800_000)).toBe(10);
    expect(at(1_748_514_599_999)).toBe(10);
    expect(at(1_748_514_600_000)).toBe(20);
  });

  it("caps one unit at 5,000,000 at either rate", () => {
    expect(taxGp(499_999_999, { itemId: WHIP, atMs: AT_1_PERCENT })).toBe(4_999_999);
    expect(taxGp(500_000_000, { itemId: WHIP, atMs: AT_1_PERCENT })).toBe(TAX_CAP_GP);
    expect(taxGp(249_999_999, whip)).toBe(4_999_999);
    expect(taxGp(250_000_050, whip)).toBe(TAX_CAP_GP);
  });

  it("spares exempt items", () => {
    expect(taxGp(10_000_000, { itemId: BOND, atMs: NOW })).toBe(0);
  });

  it("is a whole number from 0 to the cap that never falls when the price rises", () => {
    fc.assert(
      fc.property(price, sale, (priceGp, of) => {
        const tax = taxGp(priceGp, of);
        expect(Number.isSafeInteger(tax)).toBe(true);
        expect(tax).toBeGreaterThanOrEqual(0);
        expect(tax).toBeLessThanOrEqual(TAX_CAP_GP);
        expect(taxGp(priceGp + 1, of)).toBeGreaterThanOrEqual(tax);
        expect(netGp(priceGp, of)).toBe(priceGp - tax);
      }),
    );
  });
});

describe("breakEvenGp", () => {
  it.each([
    [0, 0],
    [1, 1],
    [48, 48],
    [49, 49],
    [50, 51],
    [100, 102],
    [2_000_000, 2_040_816],
    [245_000_000, 249_999_999],
    [245_000_001, 250_000_001],
    [1_000_000_000, 1_005_000_000],
  ])("returns a cost of %i gp at %i gp", (costGp, sellGp) => {
    expect(breakEvenGp(costGp, whip)).toBe(sellGp);
  });

  it("is the lowest price whose net covers the cost", () => {
    fc.assert(
      fc.property(price, sale, (costGp, of) => {
        const sellGp = breakEvenGp(costGp, of);
        expect(netGp(sellGp, of)).toBeGreaterThanOrEqual(costGp);
        if (sellGp > 0) expect(netGp(sellGp - 1, of)).toBeLessThan(costGp);
      }),
      { numRuns: 2_000 },
    );
  });

  it("never falls when the cost rises", () => {
    fc.assert(
      fc.property(price, sale, (costGp, of) => {
        expect(breakEvenGp(costGp + 1, of)).toBeGreaterThanOrEqual(breakEvenGp(costGp, of));
      }),
    );
  });
});
