import { expect, test } from "vitest";
import { ALLOWANCES, isPriceKey, PLANS, priceKeys, PRICES } from "./plans.ts";

test("the pricing page has a row for everything that the plans differ by", () => {
  const rows = ALLOWANCES.map(({ key }) => key).toSorted();
  const limits = Object.keys(PLANS.free).filter((key) => key !== "name");
  expect(rows).toEqual(limits.toSorted());
});

test("pro allows more of everything; null is without limit", () => {
  const size = (limit: number | boolean | null) =>
    limit === null ? Number.POSITIVE_INFINITY : Number(limit);
  for (const { key } of ALLOWANCES) expect(size(PLANS.pro[key])).toBeGreaterThan(size(PLANS.free[key]));
});

test("the plans are those that were announced", () => {
  expect(PLANS.free).toMatchObject({
    watchedItems: 10,
    alerts: 5,
    historyDays: 90,
    importedTradesPerMonth: 500,
    apiKeys: 0,
    exports: false,
  });
  expect(PLANS.pro).toMatchObject({
    watchedItems: 500,
    alerts: 200,
    anyMetricAlerts: true,
    historyDays: null,
    importedTradesPerMonth: null,
    exports: true,
  });
  expect(PRICES.pro_monthly).toMatchObject({ cents: 999, currency: "usd", interval: "month" });
  expect(PRICES.pro_yearly.cents).toBe(PRICES.pro_monthly.cents * 10);
});

test("only the keys of prices are keys of prices", () => {
  for (const key of priceKeys) expect(isPriceKey(key)).toBe(true);
  for (const key of ["toString", "__proto__", "", "pro", null, undefined])
    expect(isPriceKey(key)).toBe(false);
});
