import fc from "fast-check";
import { expect, test } from "vitest";
import { slotsOf } from "./gaps.ts";

const STEP = 10;
const axis = [100, 110, 120, 130, 140];

test("finds the buckets without data, joins what touches and cuts at the ends", () => {
  expect(slotsOf(axis, STEP, [{ from: 110, to: 130 }])).toEqual([{ first: 1, last: 2 }]);
  expect(
    slotsOf(axis, STEP, [
      { from: 130, to: 999 },
      { from: 0, to: 110 },
      { from: 110, to: 120 },
    ]),
  ).toEqual([
    { first: 0, last: 1 },
    { first: 3, last: 4 },
  ]);
  expect(
    slotsOf(axis, STEP, [
      { from: 0, to: 100 },
      { from: 150, to: 200 },
    ]),
  ).toEqual([]);
  expect(slotsOf([], STEP, [{ from: 0, to: 100 }])).toEqual([]);
});

test("names exactly the buckets that a stretch overlaps", () => {
  const stretch = fc
    .tuple(fc.integer({ min: 60, max: 190 }), fc.integer({ min: 1, max: 60 }))
    .map(([from, length]) => ({ from, to: from + length }));
  fc.assert(
    fc.property(fc.array(stretch, { maxLength: 6 }), (stretches) => {
      const named = new Set(
        slotsOf(axis, STEP, stretches).flatMap(({ first, last }) =>
          Array.from({ length: last - first + 1 }, (_, n) => first + n),
        ),
      );
      for (const [index, at] of axis.entries()) {
        expect(named.has(index)).toBe(stretches.some(({ from, to }) => from < at + STEP && to > at));
      }
    }),
  );
});
