import fc from "fast-check";
import { expect, test } from "vitest";
import { indexedTo100 } from "./compare.ts";
import type { SeriesPoint } from "./series.ts";

const point = (at: number, mid: number | null): SeriesPoint => ({
  at,
  high: mid,
  low: mid,
  highVolume: 1,
  lowVolume: 1,
});

test("starts every item at 100 and keeps its proportions", () => {
  expect(indexedTo100([1, 2, 3, 4], [point(2, 50), point(3, null), point(4, 75)])).toEqual([
    null,
    100,
    null,
    150,
  ]);
  expect(indexedTo100([1, 2], [])).toEqual([null, null]);
});

test("only uses buckets of the common axis", () => {
  expect(indexedTo100([2, 3], [point(1, 10), point(2, 20), point(3, 30)])).toEqual([100, 150]);
});

test("keeps proportions, whatever the price", () => {
  const mids = fc.array(fc.option(fc.integer({ min: 1, max: 2_147_483_647 }), { nil: null }), {
    minLength: 1,
  });
  fc.assert(
    fc.property(mids, (prices) => {
      const at = prices.map((_, index) => index);
      const indexed = indexedTo100(
        at,
        prices.map((mid, index) => point(index, mid)),
      );
      const base = prices.find((mid) => mid !== null) ?? 1;
      for (const [index, mid] of prices.entries()) {
        if (mid === null) expect(indexed[index]).toBeNull();
        else expect((indexed[index] ?? 0) * base).toBeCloseTo(100 * mid, -3);
      }
    }),
  );
});
