import { expect, test } from "vitest";
import { monthlyCents, priceHeld } from "./own-price.ts";

const own = { cents: 1_299, currency: "eur", interval: "month", count: 3 } as const;

test("a subscription costs its own price, else that of the plan table, else nothing is known", () => {
  expect(priceHeld({ price: null, ownPrice: own })).toEqual(own);
  expect(priceHeld({ price: "pro_yearly", ownPrice: own })).toEqual(own);
  expect(priceHeld({ price: "pro_monthly", ownPrice: null })).toEqual({
    cents: 999,
    currency: "usd",
    interval: "month",
    count: 1,
  });
  expect(priceHeld({ price: null, ownPrice: null })).toBeNull();
});

test("a price counts by the month, whatever its interval", () => {
  expect(monthlyCents(own)).toBe(433);
  expect(monthlyCents({ ...own, interval: "year", count: 1, cents: 1_200 })).toBe(100);
  expect(monthlyCents({ ...own, interval: "day", count: 1, cents: 12 })).toBeCloseTo(365);
  expect(monthlyCents({ ...own, interval: "week", count: 2, cents: 84 })).toBeCloseTo(182.5);
});
