import { describe, expect, it } from "vitest";
import { windowPlan } from "./limit-window.ts";

describe("windowPlan", () => {
  it("multiplies the unit's amounts, tax included: 100 nature runes from 100 to 110", () => {
    expect(windowPlan({ quantity: 100, low: 100, high: 110, tax: 2 })).toEqual({
      costGp: 10_000,
      taxGp: 200,
      feeGp: 0,
      profitGp: 800,
      offers: 1,
    });
  });

  it("costs nothing for a quantity of 0", () => {
    expect(windowPlan({ quantity: 0, low: 100, high: 110, tax: 2 })).toEqual({
      costGp: 0,
      taxGp: 0,
      feeGp: 0,
      profitGp: 0,
      offers: 0,
    });
  });

  it("takes the resale fee of each unit from the profit", () => {
    expect(windowPlan({ quantity: 2, low: 100, high: 110, tax: 0, resaleFee: 12 })).toMatchObject({
      costGp: 200,
      feeGp: 24,
      profitGp: -4,
    });
  });

  it("counts the offers needed for a large sum", () => {
    const bow = { low: 1_500_000_000, high: 1_550_000_000, tax: 5_000_000 };
    expect(windowPlan({ quantity: 8, ...bow })).toMatchObject({ costGp: 12_000_000_000, offers: 8 });
    expect(windowPlan({ quantity: 3, low: 1_000_000_000, high: 1, tax: 0 })).toMatchObject({ offers: 2 });
  });

  it("is null for sums beyond safe integers", () => {
    expect(windowPlan({ quantity: 2_147_483_647, low: 2_147_483_647, high: 1, tax: 0 })).toBeNull();
  });
});
