import { describe, expect, it } from "vitest";
import { marginOf } from "#features/market/rules/margin.ts";
import { BOND_ID, guideGp, resaleFeeGp } from "./resale-fee.ts";

describe("resaleFeeGp", () => {
  it("is 10% of the bond's guide price, rounded down", () => {
    expect(resaleFeeGp(BOND_ID, 13_123_459)).toBe(1_312_345);
  });

  it("is unknown, not 0, while the bond's guide price is", () => {
    expect(resaleFeeGp(BOND_ID, null)).toBeNull();
  });

  it("is 0 for every other item", () => {
    expect(resaleFeeGp(4151, 1_500_000)).toBe(0);
    expect(resaleFeeGp(4151, null)).toBe(0);
  });
});

describe("guideGp", () => {
  it("is the average of 24 h, or else the mean of the known sides", () => {
    expect(guideGp({ high: 110, low: 100, avg24h: 90 })).toBe(90);
    expect(guideGp({ high: 110, low: 100, avg24h: null })).toBe(105);
    expect(guideGp({ high: null, low: 100, avg24h: null })).toBe(100);
    expect(guideGp({ high: null, low: null, avg24h: null })).toBeNull();
  });
});

it("turns the bond's gain of 299,048 into the loss of about a million that it is", () => {
  const sides = { high: 13_299_048, low: 13_000_000 };
  const fee = resaleFeeGp(BOND_ID, guideGp({ ...sides, avg24h: 13_150_000 }));
  const bond = marginOf(sides, { itemId: BOND_ID, atMs: Date.UTC(2026, 10, 27) }, fee);
  expect(bond).toMatchObject({ tax: 0, margin: 299_048 - 1_315_000, breakEven: 14_315_000 });
});
