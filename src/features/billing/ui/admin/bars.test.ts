import { expect, test } from "vitest";
import { barHeights, fillMonths } from "./bars.ts";

const month = (year: number, at: number, cents = 999) => ({
  month: Date.UTC(year, at, 1),
  cents,
  invoices: 1,
});

test("months without a payment are zero, across a new year", () => {
  const filled = fillMonths([month(2026, 10), month(2027, 1, 1_998)]);
  expect(filled.map(({ cents }) => cents)).toEqual([999, 0, 0, 1_998]);
  expect(filled.map((one) => one.month)).toEqual([10, 11, 12, 13].map((at) => Date.UTC(2026, at, 1)));
});

test("only the newest twelve months are shown", () => {
  const filled = fillMonths([month(2024, 0), month(2026, 5)]);
  expect(filled).toHaveLength(12);
  expect(filled[0]?.month).toBe(Date.UTC(2025, 6, 1));
  expect(fillMonths([])).toEqual([]);
});

test("bars are relative to the highest one, and small sums are visible", () => {
  expect(barHeights([{ cents: 0 }, { cents: 500 }, { cents: 1_000 }])).toEqual([0, 0.5, 1]);
  expect(barHeights([{ cents: 1 }, { cents: 1_000_000 }])).toEqual([0.02, 1]);
  expect(barHeights([{ cents: 0 }])).toEqual([0]);
});
