import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stepMs } from "./bucket.ts";
import { timesteps } from "#features/history/contract.ts";
import { samplingOf } from "./sampling.ts";
import { mergeIntervals, wholeBuckets } from "./time-interval.ts";
import type { TimeInterval } from "./time-interval.ts";

const DAY = 86_400_000;
const HOUR = 3_600_000;
const NOW = Date.parse("2026-09-21T12:30:30Z");

describe("the sampling of a range", () => {
  test.each([
    ["5m", 1, { source: "5m", widthMs: 300_000 }],
    ["5m", 7, { source: "5m", widthMs: 900_000 }],
    ["5m", 365, { source: "6h", widthMs: 12 * HOUR }],
    ["1h", 30, { source: "1h", widthMs: HOUR }],
    ["1h", 365, { source: "6h", widthMs: 12 * HOUR }],
    // Never 8 hours, which are no whole number of six.
    ["6h", 300, { source: "6h", widthMs: 12 * HOUR }],
    ["24h", 365, { source: "24h", widthMs: DAY }],
    ["24h", 11 * 365, { source: "24h", widthMs: 7 * DAY }],
  ] as const)("from %s over %d days", (timestep, days, expected) => {
    expect(samplingOf(timestep, { fromMs: NOW - days * DAY, toMs: NOW, maxPoints: 1_000 })).toEqual(expected);
  });

  test("never has more buckets than asked for, nor shorter ones, and makes them of whole ones", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...timesteps),
        fc.integer({ min: 1, max: 60 * 365 * 24 }),
        fc.integer({ min: 10, max: 1_000 }),
        (timestep, hours, maxPoints) => {
          const fromMs = NOW - hours * HOUR;
          const { source, widthMs } = samplingOf(timestep, { fromMs, toMs: NOW, maxPoints });
          expect(Math.ceil(NOW / widthMs) - Math.floor(fromMs / widthMs)).toBeLessThanOrEqual(maxPoints);
          expect(widthMs).toBeGreaterThanOrEqual(stepMs(timestep));
          expect(stepMs(source)).toBeGreaterThanOrEqual(stepMs(timestep));
          expect(widthMs % stepMs(source)).toBe(0);
        },
      ),
    );
  });
});

describe("time intervals", () => {
  test("that touch or overlap are merged, and empty ones are dropped", () => {
    const given: TimeInterval[] = [
      [20, 30],
      [0, 5],
      [5, 10],
      [25, 27],
      [40, 40],
      [50, 45],
    ];
    expect(mergeIntervals(given)).toEqual([
      [0, 10],
      [20, 30],
    ]);
  });

  test("shrink to the longer buckets that lie completely inside them", () => {
    const given: TimeInterval[] = [
      [5, 30],
      [41, 49],
    ];
    expect(wholeBuckets(given, 10)).toEqual([[10, 30]]);
  });
});
