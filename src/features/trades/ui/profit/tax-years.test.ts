import { expect, it } from "vitest";
import { taxYears } from "./tax-years.ts";

const point = (text: string, gross: number, tax: number, profit: number) => ({
  at: Date.parse(`${text}Z`),
  flips: 1,
  wins: 1,
  cost: 0,
  unexplained: 0,
  gross,
  tax,
  profit,
});

it("adds months up to years by the trader's calendar, the newest first", () => {
  // In Berlin, 2026 begins at 23:00 UTC on 31 December.
  const points = [
    point("2025-11-30T23:00", 1_000, 20, 100),
    point("2025-12-31T23:00", 500, 10, -40),
    point("2026-01-31T23:00", 200, 4, 6),
  ];
  const years = taxYears(points, "Europe/Berlin");
  expect(years.map(({ year, gross, tax, profit }) => [year, gross, tax, profit])).toEqual([
    [2026, 700, 14, -34],
    [2025, 1_000, 20, 100],
  ]);
  expect(years[0]?.months.map(({ at }) => new Date(at).toISOString().slice(0, 7))).toEqual([
    "2026-02",
    "2026-01",
  ]);
});
