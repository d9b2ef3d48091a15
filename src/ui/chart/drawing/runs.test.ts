import { describe, expect, it } from "vitest";
import { bridgesOf, runsOf } from "./runs.ts";

const runs = (prices: (number | null)[], slots: number[]) =>
  runsOf(
    prices.length,
    (index) => prices[index] !== null,
    (index) => slots[index] === (slots[index - 1] ?? 0) + 1,
  );

describe("runsOf", () => {
  it("breaks where a price is unknown and where a bucket is missing", () => {
    expect(runs([1, 2, null, 4, 5, 6], [0, 1, 2, 3, 4, 9])).toEqual([
      [0, 1],
      [3, 4],
      [5, 5],
    ]);
  });

  it("handles one run, a single point and no point", () => {
    expect(runs([1, 2, 3], [7, 8, 9])).toEqual([[0, 2]]);
    expect(runs([null, 2, null], [0, 1, 2])).toEqual([[1, 1]]);
    expect(runs([null, null], [0, 1])).toEqual([]);
    expect(runs([], [])).toEqual([]);
  });
});

describe("bridgesOf", () => {
  const prices = [1, 2, null, null, 5, null, 7];
  const runsOfAll = runs(prices, [0, 1, 2, 3, 4, 5, 6]);
  const bridges = (outages: { first: number; last: number }[]) =>
    bridgesOf(runsOfAll, (index) => 10 + index, outages);

  it("joins runs across buckets without trades", () => {
    expect(bridges([])).toEqual([
      [1, 4],
      [4, 6],
    ]);
  });

  it("joins nothing across an outage, whatever part of the gap it takes", () => {
    for (const [first, last] of [
      [12, 13],
      [12, 12],
      [13, 13],
      [10, 13],
      [0, 13],
    ] as const)
      expect(bridges([{ first, last }]), `${first} to ${last}`).toEqual([[4, 6]]);
    expect(bridges([{ first: 12, last: 15 }])).toEqual([]);
    expect(bridges([{ first: 17, last: 30 }])).toHaveLength(2);
  });
});
