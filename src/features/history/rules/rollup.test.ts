import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Points } from "#features/history/rules/series-points.ts";
import { rollUp } from "./rollup.ts";

const HOUR = 3_600_000;
const amount = fc.oneof(fc.nat({ max: 1_000 }), fc.integer({ min: 1, max: 2_147_483_647 }));
const volume = fc.oneof(fc.nat({ max: 50 }), fc.integer({ min: 0, max: 10_000_000 }));

/** Five-minute points of some hours, some of them missing. */
const anyPoints: fc.Arbitrary<Points> = fc
  .uniqueArray(fc.nat({ max: 200 }), { maxLength: 60 })
  .chain((slots) => {
    const at = slots.toSorted((a, b) => a - b).map((slot) => slot * 300_000);
    const column = <T>(values: fc.Arbitrary<T>) =>
      fc.array(values, { minLength: at.length, maxLength: at.length });
    return fc
      .record({ high: column(amount), low: column(amount), up: column(volume), down: column(volume) })
      .map(({ high, low, up, down }) => ({
        at,
        avgHigh: high.map((price, index) => (up[index] === 0 ? null : price)),
        avgLow: low.map((price, index) => (down[index] === 0 ? null : price)),
        highVolume: up,
        lowVolume: down,
      }));
  });

/** The definition in whole numbers of any size: half is rounded up. */
function mean(prices: readonly (number | null)[], volumes: readonly number[]): number | null {
  let worth = 0n;
  let units = 0n;
  for (const [index, price] of prices.entries()) {
    if (price === null) continue;
    worth += BigInt(price) * BigInt(volumes[index] ?? 0);
    units += BigInt(volumes[index] ?? 0);
  }
  return units === 0n ? null : Number((2n * worth + units) / (2n * units));
}

describe("a roll-up", () => {
  test("adds volumes and weighs prices by them, to the gp, however large they are", () => {
    fc.assert(
      fc.property(anyPoints, (points) => {
        const rolled = rollUp(points, HOUR);
        const groups = Map.groupBy(
          points.at.keys(),
          (index) => Math.floor((points.at[index] ?? 0) / HOUR) * HOUR,
        );
        expect(rolled.at).toEqual([...groups.keys()]);
        for (const [place, indices] of [...groups.values()].entries()) {
          const of = <T>(column: readonly T[]) => indices.map((index) => column[index] as T);
          expect(rolled.highVolume[place]).toBe(of(points.highVolume).reduce((a, b) => a + b, 0));
          expect(rolled.lowVolume[place]).toBe(of(points.lowVolume).reduce((a, b) => a + b, 0));
          expect(rolled.avgHigh[place]).toBe(mean(of(points.avgHigh), of(points.highVolume)));
          expect(rolled.avgLow[place]).toBe(mean(of(points.avgLow), of(points.lowVolume)));
        }
      }),
    );
  });

  test("of single buckets is what they were", () => {
    fc.assert(
      fc.property(anyPoints, (points) => {
        expect(rollUp(points, 300_000)).toEqual(points);
      }),
    );
  });

  test.each([
    [[1, 2], [1, 1], 2],
    [[1, 2], [2, 1], 1],
    [[10, 11, 12], [1, 1, 2], 11],
    [[2_147_483_647, 2_147_483_646], [10_000_000, 10_000_000], 2_147_483_647],
    [[2_147_483_647, 2_147_483_646], [10_000_000, 10_000_001], 2_147_483_646],
  ])("of %j traded %j times is %d: half is rounded up", (prices, volumes, expected) => {
    const points = {
      at: prices.map((_, index) => index * 300_000),
      avgHigh: prices,
      avgLow: prices.map(() => null),
      highVolume: volumes,
      lowVolume: prices.map(() => 0),
    };
    expect(rollUp(points, HOUR).avgHigh).toEqual([expected]);
  });
});
