import { expect, it } from "vitest";
import { BOND_ID } from "#features/market/rules/tax/resale-fee.ts";
import { sumGp, valueHolding } from "./holding-value.ts";

const AT_MS = Date.UTC(2026, 10, 20);
const rune = { itemId: 561, atMs: AT_MS };

it("values all units after tax, and the profit of those of known cost", () => {
  // 110 - 2 = 108 for each of 100 units; 60 of them cost 6,000: 60 × 108 - 6,000 = 480.
  const held = { units: 100, knownUnits: 60, cost: 6_000 };
  expect(valueHolding(held, { high: 110, resaleFee: 0 }, rune)).toEqual({
    net: 108,
    value: 10_800,
    profit: 480,
    roi: 0.08,
    // 102 pays 2 and brings 100, 101 brings 99.
    breakEven: 102,
  });
});

it("rounds up what a unit has to bring", () => {
  // 666,667 each: 680,272 pays 13,605 and brings just that.
  const held = { units: 3, knownUnits: 3, cost: 2_000_001 };
  expect(valueHolding(held, { high: null, resaleFee: 0 }, rune)).toMatchObject({ breakEven: 680_272 });
});

it("takes the resale fee of the bond, which pays no tax", () => {
  const held = { units: 2, knownUnits: 2, cost: 20_000_000 };
  expect(
    valueHolding(held, { high: 12_000_000, resaleFee: 1_100_000 }, { itemId: BOND_ID, atMs: AT_MS }),
  ).toEqual({ net: 10_900_000, value: 21_800_000, profit: 1_800_000, roi: 0.09, breakEven: 11_100_000 });
});

it("leaves unknown what needs an unknown price or cost, and never says 0 for it", () => {
  const priceless = valueHolding({ units: 5, knownUnits: 5, cost: 500 }, { high: null, resaleFee: 0 }, rune);
  expect(priceless).toMatchObject({ net: null, value: null, profit: null, roi: null });
  const feeless = valueHolding({ units: 5, knownUnits: 5, cost: 500 }, { high: 1, resaleFee: null }, rune);
  expect(feeless).toMatchObject({ net: null, value: null, profit: null, breakEven: null });
  const costless = valueHolding({ units: 5, knownUnits: 0, cost: null }, { high: 110, resaleFee: 0 }, rune);
  expect(costless).toEqual({ net: 108, value: 540, profit: null, roi: null, breakEven: null });
});

it("has no return on goods that cost nothing, and no figure beyond 2^53", () => {
  const gift = valueHolding({ units: 1, knownUnits: 1, cost: 0 }, { high: 110, resaleFee: 0 }, rune);
  expect(gift).toMatchObject({ profit: 108, roi: null, breakEven: 0 });
  const huge = { units: Number.MAX_SAFE_INTEGER, knownUnits: Number.MAX_SAFE_INTEGER, cost: 1 };
  expect(valueHolding(huge, { high: 110, resaleFee: 0 }, rune)).toMatchObject({ value: null, profit: null });
  expect(sumGp([Number.MAX_SAFE_INTEGER, 1])).toBeNull();
  expect(sumGp([])).toBe(0);
});
