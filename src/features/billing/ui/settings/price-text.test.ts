import { expect, test } from "vitest";
import { allowanceText, priceText, savingText } from "./price-text.ts";

const month = {
  key: "pro_monthly",
  words: "Monthly",
  cents: 999,
  currency: "usd",
  interval: "month",
} as const;
const year = { key: "pro_yearly", words: "Yearly", cents: 9_990, currency: "usd", interval: "year" } as const;

test("prices", () => {
  expect(priceText(year)).toBe("$99.90 a year");
  expect(priceText({ ...month, count: 3 })).toBe("$9.99 every 3 months");
});

test("the yearly saving is in whole months if possible", () => {
  expect(savingText([month, year])).toBe("2 months free");
  expect(savingText([month, { ...year, cents: 10_989 }])).toBe("1 month free");
  expect(savingText([month, { ...year, cents: 10_000 }])).toBe("saves $19.88");
  expect(savingText([month, { ...year, cents: 11_988 }])).toBeNull();
  expect(savingText([month, { ...year, currency: "eur" }])).toBeNull();
  expect(savingText([month])).toBeNull();
});

test("allowances: none, some, unlimited, and yes and no with their marks", () => {
  expect(allowanceText({ unit: "days", unlimitedWords: "All" }, 90)).toEqual({ text: "90 days" });
  expect(allowanceText({ unit: "days", unlimitedWords: "All" }, null)).toEqual({ text: "All" });
  expect(allowanceText({}, null)).toEqual({ text: "Unlimited" });
  expect(allowanceText({}, 3_000)).toEqual({ text: "3,000" });
  expect(allowanceText({}, 0)).toEqual({ text: "None", mark: "no" });
  expect(allowanceText({}, true)).toEqual({ text: "Yes", mark: "yes" });
  expect(allowanceText({}, false)).toEqual({ text: "No", mark: "no" });
});
