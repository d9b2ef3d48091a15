import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatAmount, parseAmount, parseDecimal } from "./amount.ts";

describe("parseAmount", () => {
  it.each([
    ["1.5m", 1_500_000],
    ["250k", 250_000],
    [" 2B ", 2_000_000_000],
    ["1,716,616", 1_716_616],
    ["2 147 483 647", 2_147_483_647],
    ["10 gp", 10],
    ["-3k", -3_000],
    ["−3k", -3_000],
    ["+7", 7],
    ["0", 0],
    ["-0", 0],
    [".5k", 500],
    ["1.1m", 1_100_000],
    ["4.35k", 4_350],
  ])("reads %j", (text, value) => {
    expect(parseAmount(text)).toBe(value);
  });

  it.each([
    "",
    "k",
    "1.5",
    "1.2345k",
    "1234567.5",
    "1e6",
    "0x10",
    "1m5k",
    "--1",
    "NaN",
    "Infinity",
    "9007199254740993b",
    "1.5.2m",
  ])("refuses %j", (text) => {
    expect(parseAmount(text)).toBeNull();
  });
});

it("parses everything that formatAmount writes", () => {
  expect(formatAmount(1_500_000)).toBe("1.5m");
  expect(formatAmount(25_000)).toBe("25k");
  expect(formatAmount(1_234_567)).toBe("1234567");
  fc.assert(
    fc.property(fc.maxSafeInteger(), (value) => {
      expect(parseAmount(formatAmount(value))).toBe(value);
    }),
  );
});

it("parses percentages and rejects other text", () => {
  expect(["2.5", "10%", "−1", "abc", "", "1.2.3", "1e3"].map(parseDecimal)).toEqual([
    2.5,
    10,
    -1,
    null,
    null,
    null,
    null,
  ]);
});
