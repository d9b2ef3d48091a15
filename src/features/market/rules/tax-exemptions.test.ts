import { expect, it } from "vitest";
import { isTaxExempt } from "./tax-exemptions.ts";

const MAY_29 = Date.UTC(2025, 4, 29);

it("exempts an item from its own date on", () => {
  const bond = 13190;
  const ringOfDueling = 2552;
  expect(isTaxExempt(bond, Date.UTC(2021, 11, 8))).toBe(false);
  expect(isTaxExempt(bond, Date.UTC(2021, 11, 9))).toBe(true);
  expect(isTaxExempt(ringOfDueling, MAY_29 - 1)).toBe(false);
  expect(isTaxExempt(ringOfDueling, MAY_29)).toBe(true);
});

it("taxes everything else", () => {
  expect([4151, 561, 11_802].some((id) => isTaxExempt(id, MAY_29))).toBe(false);
});
