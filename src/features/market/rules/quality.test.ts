import { describe, expect, it } from "vitest";
import { qualityFlags } from "#features/market/contract.ts";
import { STALE_AFTER_MS, isSound, isTrusted, qualityOf } from "./quality.ts";

const NOW = Date.UTC(2026, 8, 21);
const good = {
  high: 110,
  highTime: NOW - 60_000,
  low: 100,
  lowTime: NOW - 60_000,
  avgHigh5m: 110,
  avgLow5m: 100,
  avgHigh1h: 110,
  avgLow1h: 100,
  volume24h: 10_000,
  roi: 0.08,
};

describe("qualityOf", () => {
  it("has no flag for fresh sides near their averages", () => {
    expect(qualityOf(good, NOW)).toEqual([]);
  });

  it.each([
    ["incomplete", { low: null, lowTime: null }],
    ["stale", { lowTime: NOW - STALE_AFTER_MS - 1 }],
    ["stale", { highTime: NOW - STALE_AFTER_MS - 1 }],
    ["inverted", { high: 99, avgHigh5m: 99 }],
    ["thin", { volume24h: 49 }],
    ["odd", { high: 122 }],
    ["odd", { low: 89 }],
    ["odd", { high: 122, avgHigh5m: null }],
    ["unconfirmed", { avgHigh5m: null, avgHigh1h: null }],
    ["unconfirmed", { avgLow5m: null, avgLow1h: null }],
    ["steep", { roi: 0.501 }],
  ])("marks an item %s", (flag, change) => {
    expect(qualityOf({ ...good, ...change }, NOW)).toEqual([flag]);
  });

  it.each([
    ["a side exactly six hours old", { lowTime: NOW - STALE_AFTER_MS }],
    ["equal sides", { high: 100, avgHigh5m: 100 }],
    ["an unknown volume", { volume24h: null }],
    ["50 units a day", { volume24h: 50 }],
    ["a price 10% from its average", { high: 121 }],
    ["a side with one of its averages", { avgHigh5m: null, avgLow1h: null }],
    ["a ROI of exactly 50%", { roi: 0.5 }],
    ["an unknown ROI", { roi: null }],
  ])("accepts %s", (_name, change) => {
    expect(qualityOf({ ...good, ...change }, NOW)).toEqual([]);
  });

  it("compares with the 5-minute average if there is one", () => {
    expect(qualityOf({ ...good, high: 150, avgHigh5m: 150, avgHigh1h: 110 }, NOW)).toEqual([]);
  });
});

it("does not call a side unconfirmed that is unknown or stale already", () => {
  const bare = { avgLow5m: null, avgLow1h: null };
  expect(qualityOf({ ...good, ...bare, low: null, lowTime: null }, NOW)).toEqual(["incomplete"]);
  expect(qualityOf({ ...good, ...bare, lowTime: NOW - STALE_AFTER_MS - 1 }, NOW)).toEqual(["stale"]);
});

it("isSound is true without any flag only", () => {
  expect(isSound([])).toBe(true);
  for (const flag of qualityFlags) expect(isSound([flag])).toBe(false);
});

describe("isTrusted", () => {
  it("is false for incomplete, stale and inverted items, and for no other flag", () => {
    expect(isTrusted([])).toBe(true);
    expect(isTrusted(["thin", "odd", "unconfirmed", "steep"])).toBe(true);
    for (const flag of ["incomplete", "stale", "inverted"] as const)
      expect(isTrusted(["thin", flag])).toBe(false);
  });
});
