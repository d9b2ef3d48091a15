import fc from "fast-check";
import { expect, test } from "vitest";
import { lookBackBuckets } from "./look-back.ts";

const none = { averages: [], bands: null, strength: null };

test("nothing is loaded without indicators", () => {
  expect(lookBackBuckets(none, 1, 1)).toBe(0);
});

test("holds the values that each indicator needs, however rarely the item trades", () => {
  const period = fc.integer({ min: 2, max: 365 });
  const options = fc.record({
    averages: fc.uniqueArray(period, { minLength: 1, maxLength: 3 }),
    bands: fc.option(period),
    strength: fc.option(period),
  });
  fc.assert(
    fc.property(
      options,
      fc.integer({ min: 1, max: 12 }),
      fc.double({ min: 0.125, max: 1, noNaN: true }),
      (drawn, per, share) => {
        const buckets = lookBackBuckets(drawn, per, share);
        const values = (buckets / per) * share;
        for (const wanted of [...drawn.averages, drawn.bands ?? 0])
          expect(buckets === 9_999 || values >= wanted - 1e-6).toBe(true);
        expect(buckets).toBeLessThan(10_000);
      },
    ),
  );
});

test("equal requests are shared by nearly equal items", () => {
  expect(lookBackBuckets({ ...none, averages: [200] }, 1, 1)).toBe(256);
  expect(lookBackBuckets({ ...none, averages: [200] }, 1, 0.9)).toBe(256);
  expect(lookBackBuckets({ ...none, averages: [200] }, 1, 0)).toBe(2048);
});
