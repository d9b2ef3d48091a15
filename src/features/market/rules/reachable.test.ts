import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { windowProfitGp } from "./margin.ts";
import { reachableProfitGp, reachableUnits } from "./reachable.ts";

const units = fc.nat(2_000_000);
const priceGp = fc.integer({ min: 1, max: 2_147_483_647 });
const coinsGp = fc.option(fc.nat(10_000_000_000), { nil: null });
const bounds = fc.record({ limit: units, slowVolume24h: units, low: priceGp, coins: coinsGp });
const margin = fc.integer({ min: 0, max: 100_000_000 });

describe("reachableUnits", () => {
  it.each([
    ["the limit", { limit: 70, slowVolume24h: 12_000, low: 1_000, coins: null }, 70],
    ["half of four hours of the slower side", { limit: 70, slowVolume24h: 600, low: 1_000, coins: null }, 50],
    ["the coins", { limit: 70, slowVolume24h: 12_000, low: 1_000, coins: 2_999 }, 2],
    ["one unit of 6 a day", { limit: 10_000, slowVolume24h: 6, low: 1_000, coins: null }, 1],
    ["none of 5 a day", { limit: 10_000, slowVolume24h: 5, low: 1_000, coins: null }, 0],
  ])("is bounded by %s", (_name, given, expected) => {
    expect(reachableUnits(given)).toBe(expected);
  });

  it("is unknown while the limit or the volume is", () => {
    const known = { limit: 70, slowVolume24h: 600, low: 1_000, coins: null };
    expect(reachableUnits({ ...known, limit: null })).toBeNull();
    expect(reachableUnits({ ...known, slowVolume24h: null })).toBeNull();
  });

  it("is never above what trades in four hours on the slower side, nor above what the coins buy", () => {
    fc.assert(
      fc.property(bounds, (given) => {
        const reached = reachableUnits(given) ?? NaN;
        expect(reached * 6).toBeLessThanOrEqual(given.slowVolume24h);
        if (given.coins !== null) expect(reached * given.low).toBeLessThanOrEqual(given.coins);
      }),
    );
  });

  it("never falls with more volume, more coins or a higher limit", () => {
    fc.assert(
      fc.property(bounds, units, (given, more) => {
        const reached = reachableUnits(given) ?? NaN;
        for (const raised of [
          { ...given, slowVolume24h: given.slowVolume24h + more },
          { ...given, limit: given.limit + more },
          { ...given, coins: given.coins === null ? null : given.coins + more },
        ]) {
          expect(reachableUnits(raised)).toBeGreaterThanOrEqual(reached);
        }
      }),
    );
  });
});

describe("reachableProfitGp", () => {
  it("is never above the limit times the margin, and 0 without volume", () => {
    fc.assert(
      fc.property(margin, bounds, (gain, given) => {
        const profit = reachableProfitGp(gain, given);
        expect(profit).toBeLessThanOrEqual(windowProfitGp(gain, given.limit) ?? NaN);
        expect(profit).toBeGreaterThanOrEqual(0);
        expect(reachableProfitGp(gain, { ...given, slowVolume24h: 0 })).toBe(0);
        expect(reachableProfitGp(-gain, { ...given, slowVolume24h: 0 })).toBe(0);
      }),
    );
  });

  it("is a loss for a margin below 0, and unknown without a margin", () => {
    const given = { limit: 70, slowVolume24h: 600, low: 1_000, coins: null };
    expect(reachableProfitGp(-3, given)).toBe(-150);
    expect(reachableProfitGp(null, given)).toBeNull();
  });
});
