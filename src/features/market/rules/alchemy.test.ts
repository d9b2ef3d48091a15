import { describe, expect, it } from "vitest";
import { alchProfitGp, alchRuneCostGp } from "./alchemy.ts";

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
