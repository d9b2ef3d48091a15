import { expect, it } from "vitest";
import type { ChartModel } from "./model.ts";
import { ownMarks, withOwnTrades } from "./own-trades.ts";

const HOUR_MS = 3_600_000;
const MONDAY = Date.UTC(2026, 10, 16);
const at = [0, 1, 2].map((hour) => MONDAY + hour * HOUR_MS);
const trade = (hours: number, side: "buy" | "sell", quantity: number, unitPrice: number) => ({
  at: MONDAY + hours * HOUR_MS,
  side,
  quantity,
  unitPrice,
});

it("puts trades of a bucket and side together at their mean price, and leaves out what is not drawn", () => {
  const trades = [
    trade(-0.01, "buy", 1, 1),
    trade(1, "buy", 100, 90),
    trade(1.5, "buy", 300, 110),
    trade(1.9, "sell", 5, 120),
    trade(2.99, "sell", 7, 130),
    trade(3, "sell", 1, 1),
  ];
  expect(ownMarks(trades, at, HOUR_MS)).toEqual([
    { index: 1, side: "buy", quantity: 400, price: 105 },
    { index: 1, side: "sell", quantity: 5, price: 120 },
    { index: 2, side: "sell", quantity: 7, price: 130 },
  ]);
  expect(ownMarks(trades, [], HOUR_MS)).toEqual([]);
});

const model: ChartModel = {
  scene: {
    at,
    stepS: 3_600,
    unit: "gp",
    lines: [],
    bands: [],
    candles: null,
    volumes: null,
    strength: null,
    blanks: [],
    marks: [],
  },
  legendAt: () => [{ label: "High", value: "110" }],
  sentenceAt: (index) => `Point ${index}`,
  summary: "Prices.",
};

it("tells of the reader's trades in the legend, in sentences and in the summary", () => {
  const own = withOwnTrades(model, { trades: [trade(1, "buy", 1_000, 90.4)], average: 91.6 });
  expect(own.scene.own).toEqual({
    marks: [{ index: 1, side: "buy", quantity: 1_000, price: 90.4 }],
    average: 91.6,
  });
  expect(own.legendAt(1).map(({ label, value }) => [label, value])).toEqual([
    ["High", "110"],
    ["My average", "92"],
    ["I bought", "1,000 at 90"],
  ]);
  expect(own.legendAt(null)).toHaveLength(2);
  expect(own.sentenceAt(1)).toBe("Point 1. You bought 1,000 at 90 gp");
  expect(own.sentenceAt(2)).toBe("Point 2");
  expect(own.summary).toBe("Prices. Your own trades are marked in 1 of its points.");
});

it("leaves a comparison as it is", () => {
  const comparison = { ...model, scene: { ...model.scene, unit: "index" as const } };
  expect(withOwnTrades(comparison, { trades: [trade(1, "buy", 1, 1)], average: 1 })).toBe(comparison);
});
