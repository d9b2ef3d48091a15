import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stepMs } from "./bucket.ts";
import { timesteps } from "#features/history/contract.ts";
import { driftOf } from "#features/history/rollup/drift.ts";
import { frameOf, isSealable, periodEnd, periodOf, periodsIn } from "./period.ts";
import { keptFromMs } from "./retention.ts";

const at = (text: string) => Date.parse(`${text}Z`);

describe("a period", () => {
  test.each([
    ["5m", "2028-02-29T23:55", "2028-02-29T00:00", "2028-03-01T00:00", 288],
    ["1h", "2028-02-29T23:00", "2028-02-01T00:00", "2028-03-01T00:00", 29 * 24],
    ["6h", "2026-12-31T18:00", "2026-12-01T00:00", "2027-01-01T00:00", 31 * 4],
    ["24h", "2027-02-10T00:00", "2027-02-01T00:00", "2027-03-01T00:00", 28],
  ] as const)("of %s at %s is %s to %s", (step, moment, from, to, slots) => {
    expect(periodOf(step, at(moment))).toBe(at(from));
    expect(periodEnd(step, at(from))).toBe(at(to));
    expect(frameOf(step, at(from))).toEqual({ fromMs: at(from), stepMs: stepMs(step), slots });
  });

  test("holds every bucket in exactly one", () => {
    fc.assert(
      fc.property(fc.constantFrom(...timesteps), fc.nat({ max: 40_000 }), (step, day) => {
        const bucket = Math.floor((day * 86_400_000) / stepMs(step)) * stepMs(step);
        const period = periodOf(step, bucket);
        expect(period).toBeLessThanOrEqual(bucket);
        expect(periodEnd(step, period)).toBeGreaterThan(bucket);
        expect(periodOf(step, periodEnd(step, period) - 1)).toBe(period);
        expect(periodsIn(step, bucket, bucket + 1)).toEqual([period]);
      }),
    );
  });

  test("is sealed some hours after a day, two days after a month", () => {
    expect(isSealable("5m", at("2028-02-29T00:00"), at("2028-03-01T02:59:59"))).toBe(false);
    expect(isSealable("5m", at("2028-02-29T00:00"), at("2028-03-01T03:00"))).toBe(true);
    expect(isSealable("1h", at("2028-02-01T00:00"), at("2028-03-02T23:59"))).toBe(false);
    expect(isSealable("1h", at("2028-02-01T00:00"), at("2028-03-03T00:00"))).toBe(true);
  });
});

describe("retention", () => {
  const now = at("2028-06-15T12:00");
  test("is unlimited unless a number of days is set, which keeps whole months", () => {
    expect(keptFromMs("5m", null, now)).toBeNull();
    expect(keptFromMs("5m", 90, now)).toBe(at("2028-03-01T00:00"));
    expect(keptFromMs("1h", 76, now)).toBe(at("2028-03-01T00:00"));
    expect(keptFromMs("1h", 75, now)).toBe(at("2028-04-01T00:00"));
  });
  test("never drops what a first start would fetch again", () => {
    expect(keptFromMs("24h", 1, now)).toBe(at("2027-05-01T00:00"));
  });
});

describe("drift", () => {
  const row = (itemId: number, avgHigh: number, highVolume = 5) => ({
    itemId,
    avgHigh,
    avgLow: null,
    highVolume,
    lowVolume: 0,
  });
  test("is null for equal buckets and for observed prices that differ only by rounding", () => {
    expect(driftOf([row(1, 10)], [row(1, 10)], { exact: true })).toBeNull();
    expect(driftOf([row(1, 10)], [row(1, 11)], { exact: false })).toBeNull();
  });
  test("counts differing, missing and extra items, and names the one that differs most", () => {
    expect(
      driftOf([row(1, 10), row(2, 10), row(3, 10)], [row(1, 11), row(2, 7), row(4, 1)], { exact: true }),
    ).toEqual({ differing: 2, missing: 1, extra: 1, worstItemId: 2, worstGp: 3 });
  });
  test("is reported where volumes differ or a side is missing", () => {
    expect(driftOf([row(1, 10)], [row(1, 10, 6)], { exact: false })).toMatchObject({ differing: 1 });
    const oneSided = { ...row(1, 10), avgHigh: null, highVolume: 0 };
    expect(driftOf([row(1, 10)], [oneSided], { exact: false })).toMatchObject({
      differing: 1,
      worstGp: null,
    });
  });
});
