import { expect, it } from "vitest";
import { ownTrades } from "./own-trades.ts";

it("marks purchases and sales alone, and averages what is held of all characters at a known cost", () => {
  const trades = [
    { at: 3, kind: "sell", quantity: 3, gross: 301 },
    { at: 2, kind: "transfer", quantity: 9, gross: 0 },
    { at: 1, kind: "buy", quantity: 10, gross: 1_000 },
    { at: 0, kind: "input", quantity: 1, gross: 0 },
  ] as const;
  const holdings = [
    { cost: 1_000, knownUnits: 10 },
    { cost: null, knownUnits: 0 },
    { cost: 360, knownUnits: 2 },
  ];
  expect(ownTrades(trades, holdings)).toEqual({
    trades: [
      { at: 3, side: "sell", quantity: 3, unitPrice: 301 / 3 },
      { at: 1, side: "buy", quantity: 10, unitPrice: 100 },
    ],
    average: 1_360 / 12,
  });
  expect(ownTrades([], [{ cost: null, knownUnits: 0 }]).average).toBeNull();
});
