import { expect, test } from "vitest";
import { isPriceKey, priceKeys, PRICES } from "./plans.ts";

test("the prices are those that were announced", () => {
  expect(PRICES.pro_monthly).toMatchObject({ cents: 999, currency: "usd", interval: "month" });
  expect(PRICES.pro_yearly.cents).toBe(PRICES.pro_monthly.cents * 10);
});

test("only the keys of prices are keys of prices", () => {
  for (const key of priceKeys) expect(isPriceKey(key)).toBe(true);
  for (const key of ["toString", "__proto__", "", "pro", null, undefined])
    expect(isPriceKey(key)).toBe(false);
});
