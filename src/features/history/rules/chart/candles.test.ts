import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { candlesOf, midOf } from "./candles.ts";
import type { SeriesPoint } from "./series.ts";

const HOUR = 3_600_000;
const WEEK = 7 * 24 * HOUR;
const MONDAY = Date.UTC(2026, 10, 16);

const point = (at: number, high: number | null, low: number | null): SeriesPoint => ({
  at,
  high,
  low,
  highVolume: high === null ? 0 : 3,
  lowVolume: low === null ? 0 : 2,
});

const prices = fc.array(
  fc.tuple(
    fc.option(fc.integer({ min: 1, max: 1e9 }), { nil: null }),
    fc.option(fc.integer({ min: 1, max: 1e9 }), { nil: null }),
  ),
  { minLength: 1, maxLength: 100 },
);

describe("candlesOf", () => {
  it("opens with the first mid price, closes with the last and reaches both extremes", () => {
    const points = [
      point(MONDAY, null, null),
      point(MONDAY + HOUR, 110, 100),
      point(MONDAY + 2 * HOUR, 130, 121),
      point(MONDAY + 3 * HOUR, 102, 90),
      point(MONDAY + 4 * HOUR, 99, null),
    ];
    expect(candlesOf(points, 4 * HOUR)).toEqual([
      {
        at: MONDAY,
        candle: { open: 105, highest: 125.5, lowest: 96, close: 96 },
        highVolume: 9,
        lowVolume: 6,
      },
      { at: MONDAY + 4 * HOUR, candle: null, highVolume: 3, lowVolume: 0 },
    ]);
  });

  it("leaves out a candle that starts before the range, and starts weeks on Mondays", () => {
    const days = Array.from({ length: 20 }, (_, day) => point(MONDAY - WEEK + (day - 3) * 24 * HOUR, 10, 8));
    const starts = candlesOf(days, WEEK).map(({ at }) => at);
    expect(starts).toEqual([MONDAY - WEEK, MONDAY, MONDAY + WEEK]);
  });

  it("equals a search through each candle's points", () => {
    fc.assert(
      fc.property(prices, fc.integer({ min: 0, max: 11 }), (rows, offset) => {
        const points = rows.map(([high, low], n) => point(MONDAY + (offset + n) * HOUR, high, low));
        const candles = candlesOf(points, 4 * HOUR);
        for (const { at, candle, highVolume, lowVolume } of candles) {
          const inside = points.filter((each) => each.at >= at && each.at < at + 4 * HOUR);
          const mids = inside.map(midOf).filter((mid) => mid !== null);
          expect(candle?.open).toBe(mids[0]);
          expect(candle?.close).toBe(mids.at(-1));
          expect(candle === null).toBe(mids.length === 0);
          if (candle !== null) {
            expect([candle.lowest, candle.highest]).toEqual([Math.min(...mids), Math.max(...mids)]);
          }
          expect(highVolume).toBe(inside.reduce((sum, each) => sum + each.highVolume, 0));
          expect(lowVolume).toBe(inside.reduce((sum, each) => sum + each.lowVolume, 0));
          expect(at % (4 * HOUR)).toBe(0);
        }
        const covered = points.filter((each) => each.at >= (candles[0]?.at ?? Infinity)).length;
        expect(points.length - covered).toBeLessThan(4);
      }),
    );
  });
});
