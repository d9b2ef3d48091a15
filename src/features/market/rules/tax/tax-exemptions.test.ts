import { expect, it } from "vitest";
import { isTaxExempt } from "./tax-exemptions.ts";
import { taxGp } from "./tax.ts";

const FIRST = Date.UTC(2021, 11, 9, 18);
const SECOND = Date.UTC(2025, 4, 29, 10, 30);

it("exempts an item from the hour of its update on", () => {
  const bond = 13190;
  const ringOfDueling = 2552;
  expect([isTaxExempt(bond, FIRST - 1), isTaxExempt(bond, FIRST)]).toEqual([false, true]);
  expect([isTaxExempt(ringOfDueling, SECOND - 1), isTaxExempt(ringOfDueling, SECOND)]).toEqual([false, true]);
});

it("taxes a ring of the morning of that day at the old rate, and none after the update", () => {
  const sale = (atMs: number) => taxGp(1_000, { itemId: 2552, atMs });
  expect([sale(SECOND - 1), sale(SECOND)]).toEqual([10, 0]);
});

it("taxes everything else", () => {
  expect([4151, 561, 11_802].some((id) => isTaxExempt(id, SECOND))).toBe(false);
});
