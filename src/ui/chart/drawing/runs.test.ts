import { describe, expect, it } from "vitest";
import { runsOf } from "./runs.ts";

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
