import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noPoints } from "#features/history/rules/series-points.ts";
import type { Points } from "#features/history/rules/series-points.ts";
import { isEqual, mergePoints, within } from "./points.ts";

const pointsAt = (entries: readonly (readonly [at: number, price: number])[]): Points => {
  const points = noPoints();
  for (const [at, price] of entries) {
    points.at.push(at);
    points.avgHigh.push(price);
    points.avgLow.push(null);
    points.highVolume.push(1);
    points.lowVolume.push(0);
  }
  return points;
};
const entriesOf = (points: Points) => points.at.map((at, index) => [at, points.avgHigh[index]] as const);
const anyEntries = fc
  .uniqueArray(fc.tuple(fc.nat({ max: 30 }), fc.integer({ min: 1, max: 3 })), { selector: ([at]) => at })
  .map((entries) => entries.toSorted(([a], [b]) => a - b));

describe("merging", () => {
  test("equals a map whose entries are overwritten, without the replaced ones", () => {
    fc.assert(
      fc.property(anyEntries, anyEntries, fc.uniqueArray(fc.nat({ max: 30 })), (stored, newer, replaced) => {
        const expected = new Map(stored);
        for (const at of replaced) expected.delete(at);
        for (const [at, price] of newer) expected.set(at, price);
        const { points, changed } = mergePoints(pointsAt(stored), pointsAt(newer), new Set(replaced));
        expect(entriesOf(points)).toEqual([...expected].toSorted(([a], [b]) => a - b));

        const before = new Map(stored);
        const differing = new Set([...before.keys(), ...expected.keys()]);
        expect(changed).toBe([...differing].filter((at) => before.get(at) !== expected.get(at)).length);
        expect(isEqual(points, pointsAt(stored))).toBe(changed === 0);
      }),
    );
  });

  test("the same again changes nothing", () => {
    fc.assert(
      fc.property(anyEntries, (entries) => {
        const points = pointsAt(entries);
        expect(mergePoints(points, points, new Set(points.at))).toEqual({ points, changed: 0 });
      }),
    );
  });
});

test("what lies within a range is what starts in it, its end not included", () => {
  fc.assert(
    fc.property(anyEntries, fc.nat({ max: 32 }), fc.nat({ max: 32 }), (entries, from, to) => {
      const expected = entries.filter(([at]) => at >= from && at < to);
      expect(entriesOf(within(pointsAt(entries), from, to))).toEqual(expected);
    }),
  );
});
