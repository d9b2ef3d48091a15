import { expect, it } from "vitest";
import { judge } from "./judge.ts";
import { NOW, marketOf, plainRow } from "./list/market-fixture.ts";

const sale = { itemId: plainRow.id, atMs: NOW };

it("counts with the latest trades where they agree with their averages", () => {
  expect(judge(plainRow, sale)).toMatchObject({
    high: 200,
    low: 180,
    tax: 4,
    margin: 16,
    roi: 0.08889,
    notes: [],
  });
});

it("counts with the average of a side that strays, and names it, as the row of the list does", () => {
  const odd = { ...plainRow, high: 400, tax: 8, margin: 212, roi: 1.1778 };
  const judged = judge(odd, sale);
  expect(judged).toMatchObject({ high: 200, low: 180, tax: 4, margin: 16, roi: 16 / 180 });
  expect(judged.notes).toEqual([
    "Counts with the 5-minute average of Sell at, 200: its latest trade is far from it.",
  ]);
  expect(marketOf([{ ...odd, limit: 10 }]).profit).toEqual([10 * (judged.margin ?? NaN)]);
  expect(judge({ ...odd, low: 20, avgLow5m: null }, sale)).toMatchObject({ high: 200, low: 180, margin: 16 });
});

it("takes the resale fee off, and knows no margin without it", () => {
  const odd = { ...plainRow, high: 400 };
  expect(judge({ ...odd, resaleFee: 10 }, sale).margin).toBe(6);
  expect(judge({ ...odd, resaleFee: null }, sale).margin).toBeNull();
});
