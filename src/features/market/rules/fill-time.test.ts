import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fillHours, fillSentence, fillText, itemFillText, sideFillHours } from "./fill-time.ts";
import { REACHABLE_SHARE, reachableUnits } from "./reachable.ts";

const units = fc.nat(2_000_000);
const known = fc.record({ usualHour: fc.option(units, { nil: null }), day: units });
const quantity = fc.integer({ min: 1, max: 2_147_483_647 });

describe("sideFillHours", () => {
  it.each([
    ["half of the day's hourly mean", 100, { usualHour: null, day: 2_400 }, 2],
    ["half of what this hour usually sees", 100, { usualHour: 800, day: 24 }, 0.25],
    ["the day's mean after the first hour", 100, { usualHour: 100, day: 240 }, 1 + 50 / 5],
    ["the day's mean after an hour without trades", 5, { usualHour: 0, day: 240 }, 2],
    ["the usual hour alone", 100, { usualHour: 100, day: null }, 2],
    ["nothing", 1, { usualHour: null, day: 0 }, Infinity],
    ["nothing after the first hour", 100, { usualHour: 100, day: 0 }, Infinity],
    ["no units", 0, { usualHour: null, day: 0 }, 0],
  ])("counts with %s", (_name, wanted, volume, expected) => {
    expect(sideFillHours(wanted, volume)).toBeCloseTo(expected, 10);
  });

  it("is unknown while the quantity or every volume is", () => {
    expect(sideFillHours(null, { usualHour: 5, day: 5 })).toBeNull();
    expect(sideFillHours(5, { usualHour: null, day: null })).toBeNull();
    const volume = { usualHour: null, day: 240 };
    expect(fillHours(5, { high: volume, low: { usualHour: null, day: null } })).toBeNull();
    expect(fillHours(5, { high: volume, low: volume })).toBe(2);
  });

  it("never falls with more units to fill, never rises with more volume", () => {
    fc.assert(
      fc.property(known, quantity, units, (volume, wanted, more) => {
        const hours = sideFillHours(wanted, volume) ?? NaN;
        expect(sideFillHours(wanted + more, volume)).toBeGreaterThanOrEqual(hours);
        expect(sideFillHours(wanted, { ...volume, day: volume.day + more })).toBeLessThanOrEqual(hours);
        const busier = { ...volume, usualHour: volume.usualHour === null ? null : volume.usualHour + more };
        expect(sideFillHours(wanted, busier)).toBeLessThanOrEqual(hours);
      }),
    );
  });

  it("is never 0 for a unit, and fills the reachable units of a day without pattern within the window", () => {
    fc.assert(
      fc.property(units, (day) => {
        expect(sideFillHours(1, { usualHour: null, day })).toBeGreaterThan(0);
        const reached = reachableUnits({ limit: 1e9, slowVolume24h: day, low: 1, coins: null }) ?? NaN;
        const hours = sideFillHours(reached, { usualHour: null, day }) ?? NaN;
        // The units are rounded, by at most half of one.
        expect(hours).toBeLessThanOrEqual(4 + (day === 0 ? 0 : 12 / (REACHABLE_SHARE * day)) + 1e-9);
      }),
    );
  });
});

describe("fillSentence", () => {
  const sides = { high: { usualHour: null, day: 240 }, low: { usualHour: null, day: 2_400 } };
  it("names both sides and what they count with", () => {
    expect(fillSentence(50, sides)).toBe(
      "Buying about 1 h, then selling about 10 h: your offers get half of what traded in the last 24 hours.",
    );
    const usual = { high: { usualHour: 400, day: 240 }, low: { usualHour: 100, day: 2_400 } };
    expect(fillSentence(50, usual)).toContain("usually trades at this hour of the week");
    expect(fillSentence(50, { ...sides, high: { usualHour: null, day: 0 } })).toContain("selling no trades");
    expect(fillSentence(0, sides)).toBeNull();
    expect(fillSentence(null, sides)).toBeNull();
  });

  it("says of an item without a price of a side that it was never traded", () => {
    expect(itemFillText({ high: null, low: 5 }, 3)).toBe("never traded");
    expect(itemFillText({ high: 6, low: 5 }, 3)).toBe("about 3 h");
  });
});

describe("fillText", () => {
  it.each([
    [null, null],
    [Infinity, "no trades"],
    [0.001, "under 1 min"],
    [0.25, "about 15 min"],
    [0.99, "about 59 min"],
    [0.995, "about 1 h"],
    [2.2, "about 2 h"],
    [35.4, "about 35 h"],
    [36, "about 2 days"],
    [72, "about 3 days"],
    [720, "about 30 days"],
    [721, "over a month"],
  ])("writes %s h as %s", (hours, text) => {
    expect(fillText(hours)).toBe(text);
  });

  it("never says that a unit takes no time", () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e6, noNaN: true }), (hours) => {
        expect(fillText(hours)).not.toMatch(/about (0|1 days)/);
      }),
    );
  });
});
