import { expect, it } from "vitest";
import { tradeCoins } from "./trade-coins.ts";

const NOW = Date.UTC(2026, 10, 28, 11, 0);
const runes = { itemId: 561, quantity: 100, atMs: NOW };

it("counts the tax of each unit of a sale, and none of a purchase", () => {
  expect(tradeCoins({ ...runes, kind: "sell", price: { each: 110 } })).toEqual({
    gross: 11_000,
    each: 110,
    tax: 200,
    isExact: true,
  });
  expect(tradeCoins({ ...runes, kind: "buy", price: { each: 110 } })).toMatchObject({
    tax: 0,
    gross: 11_000,
  });
});

it("splits a total to the nearest prices, and says so", () => {
  // 50 units at 99 gp pay 1 gp, 50 at 100 gp pay 2 gp.
  expect(tradeCoins({ ...runes, kind: "sell", price: { total: 9_950 } })).toEqual({
    gross: 9_950,
    each: 99,
    tax: 150,
    isExact: false,
  });
  expect(tradeCoins({ ...runes, kind: "sell", price: { total: 11_000 } })).toMatchObject({
    tax: 200,
    isExact: true,
  });
});

it("refuses what cannot be counted to the coin", () => {
  const quantity = 5_000_000;
  expect(tradeCoins({ ...runes, quantity, kind: "buy", price: { each: 2_147_483_647 } })).toHaveProperty(
    "problem",
  );
});
