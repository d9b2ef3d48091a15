import fc from "fast-check";
import { expect, test } from "vitest";
import { slotsOf } from "./gap-slots.ts";
import type { TimeInterval } from "#features/history/rules/time-interval.ts";

const STEP = 10;
const axis = [100, 110, 120, 130, 140];

test("finds the buckets without data, merges adjacent ranges and clips at the ends", () => {
  expect(slotsOf(axis, STEP, [[110, 130]])).toEqual([{ first: 1, last: 2 }]);
  expect(
    slotsOf(axis, STEP, [
      [130, 999],
      [0, 110],
      [110, 120],
    ]),
  ).toEqual([
    { first: 0, last: 1 },
    { first: 3, last: 4 },
  ]);
  expect(
    slotsOf(axis, STEP, [
      [0, 100],
      [150, 200],
    ]),
  ).toEqual([]);
  expect(slotsOf([], STEP, [[0, 100]])).toEqual([]);
});

test("returns exactly the buckets that an interval overlaps", () => {
  const interval = fc
    .tuple(fc.integer({ min: 60, max: 190 }), fc.integer({ min: 1, max: 60 }))
    .map(([from, length]): TimeInterval => [from, from + length]);
  fc.assert(
    fc.property(fc.array(interval, { maxLength: 6 }), (intervals) => {
      const named = new Set(
        slotsOf(axis, STEP, intervals).flatMap(({ first, last }) =>
          Array.from({ length: last - first + 1 }, (_, n) => first + n),
        ),
      );
      for (const [index, at] of axis.entries()) {
        expect(named.has(index)).toBe(intervals.some(([from, to]) => from < at + STEP && to > at));
      }
    }),
  );
});
