import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatAge,
  formatExact,
  formatExactPercent,
  formatLongAge,
  formatPercent,
  formatShort,
  formatSigned,
  formatWhole,
} from "./format.ts";

describe("formatShort", () => {
  it.each([
    [null, "–"],
    [0, "0"],
    [-1, "−1"],
    [9_999, "9,999"],
    [10_000, "10.0k"],
    [12_345, "12.3k"],
    [99_949, "99.9k"],
    [99_950, "100k"],
    [999_499, "999k"],
    [999_500, "1.00m"],
    [999_950, "1.00m"],
    [1_716_616, "1.72m"],
    [9_996_000, "10.0m"],
    [999_600_000, "1.00b"],
    [2_147_483_647, "2.15b"],
    [-250_000, "−250k"],
    [1_234_000_000_000, "1.23t"],
    [999_499_999_999_999, "999t"],
    [Number.MAX_SAFE_INTEGER, ">999t"],
    [Number.MIN_SAFE_INTEGER, "<−999t"],
  ])("writes %s as %s", (value, text) => {
    expect(formatShort(value)).toBe(text);
  });

  it("never shows more than three figures before its letter, and stays within half a per cent", () => {
    const factor: Record<string, number> = { k: 1e3, m: 1e6, b: 1e9, t: 1e12 };
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: 900_000_000_000 }), (value) => {
        const text = formatShort(value);
        expect(text).toMatch(/^(\d\.\d\d|\d\d\.\d|\d{3})[kmbt]$/);
        const read = Number(text.slice(0, -1)) * (factor[text.slice(-1)] ?? Number.NaN);
        expect(Math.abs(read - value) / value).toBeLessThanOrEqual(0.005_001);
      }),
    );
  });
});

it("writes all digits as far as they fit, and shortens beyond", () => {
  expect(formatWhole(1_716_616, 99_999_999)).toBe("1,716,616");
  expect(formatWhole(-99_999_999, 99_999_999)).toBe("−99,999,999");
  expect(formatWhole(100_000_000, 99_999_999)).toBe("100m");
  expect(formatWhole(null, 99_999_999)).toBe("–");
});

describe("signs", () => {
  it("stand before the figure with a real minus, and zero has none", () => {
    expect(formatSigned(1_204)).toBe("+1,204");
    expect(formatSigned(-88)).toBe("−88");
    expect(formatSigned(-1_716_616, formatExact)).toBe("−1,716,616");
    expect(formatSigned(0)).toBe("0");
    expect(formatSigned(null)).toBe("–");
    expect(formatExact(-5)).toBe("−5");
    expect(formatSigned(Number.MAX_SAFE_INTEGER)).toBe(">999t");
    expect(formatSigned(Number.MIN_SAFE_INTEGER)).toBe("<−999t");
    expect(formatExactPercent(1234.56)).toBe("+123,456%");
  });

  it.each([
    [0.0421, "+4.2%"],
    [-0.5, "−50.0%"],
    [0.0004, "0.0%"],
    [-0.0004, "0.0%"],
    [0.999_4, "+99.9%"],
    [0.999_6, "+100%"],
    [9.994, "+999%"],
    [9.996, ">999%"],
    [1234.56, ">999%"],
    [-9.994, "−999%"],
    [-9.996, "<−999%"],
    [null, "–"],
  ])("writes the fraction %s as %s", (fraction, text) => {
    expect(formatPercent(fraction)).toBe(text);
  });
});

it("never writes a percentage or a short amount in more characters than a column has", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger(), (fraction, gp) => {
      expect(formatPercent(fraction).length).toBeLessThanOrEqual(6);
      expect(formatSigned(gp).length).toBeLessThanOrEqual(6);
    }),
  );
});

it.each([
  [42_000, "42 s"],
  [420_000, "7 min"],
  [3_600_000, "1 h"],
  [86_400_000, "1 day"],
  [11 * 86_400_000, "11 days"],
])("an age of %i ms is %s in a sentence", (ms, text) => {
  expect(formatLongAge(2_000_000_000 - ms, 2_000_000_000)).toBe(text);
});

describe("formatAge", () => {
  it.each([
    [0, "0s"],
    [59_999, "59s"],
    [60_000, "1m"],
    [3_599_999, "59m"],
    [3_600_000, "1h"],
    [86_399_999, "23h"],
    [86_400_000, "1d"],
    [-5_000, "0s"],
  ])("writes %s ms ago as %s", (ms, text) => {
    expect(formatAge(1_000_000_000 - ms, 1_000_000_000)).toBe(text);
  });

  it("is unknown for a side that never traded", () => {
    expect(formatAge(null, 5)).toBe("–");
  });
});
