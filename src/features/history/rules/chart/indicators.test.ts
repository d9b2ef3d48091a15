import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bollingerBands, movingAverage, relativeStrength } from "./indicators.ts";

const price = fc.integer({ min: 1, max: 2_147_483_647 });
const course = fc.array(fc.option(price, { nil: null, freq: 5 }), { maxLength: 120 });
const period = fc.integer({ min: 2, max: 30 });

/** The known values up to and including an index, computed without a sliding window. */
const knownUpTo = (values: readonly (number | null)[], index: number): number[] =>
  values.slice(0, index + 1).filter((value) => value !== null);
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function expectNear(got: number | null | undefined, wanted: number | null, scale: number) {
  if (wanted === null) expect(got).toBeNull();
  else expect(Math.abs((got ?? Number.NaN) - wanted)).toBeLessThanOrEqual(1e-9 * Math.max(1, scale));
}

/** Wilder's index after the last known value, computed from the first change each time. */
function strengthByDefinition(known: readonly number[], length: number): number | null {
  const changes = known.slice(1).map((value, index) => value - (known[index] ?? 0));
  if (changes.length < length) return null;
  let gain = mean(changes.slice(0, length).map((change) => Math.max(change, 0)));
  let loss = mean(changes.slice(0, length).map((change) => Math.max(-change, 0)));
  for (const change of changes.slice(length)) {
    gain = (gain * (length - 1) + Math.max(change, 0)) / length;
    loss = (loss * (length - 1) + Math.max(-change, 0)) / length;
  }
  if (gain === 0 && loss === 0) return 50;
  return loss === 0 ? 100 : 100 - 100 / (1 + gain / loss);
}

describe("movingAverage", () => {
  it("is the mean of the last known prices, if there are enough", () => {
    fc.assert(
      fc.property(course, period, (values, length) => {
        const averages = movingAverage(values, length);
        expect(averages).toHaveLength(values.length);
        for (const [index, value] of values.entries()) {
          const known = knownUpTo(values, index);
          const wanted = value === null || known.length < length ? null : mean(known.slice(-length));
          expectNear(averages[index], wanted, wanted ?? 0);
        }
      }),
    );
  });

  it("skips buckets without trades", () => {
    expect(movingAverage([10, null, 20, 30], 2)).toEqual([null, null, 15, 25]);
  });
});

describe("bollingerBands", () => {
  it("lies the given number of standard deviations around the average", () => {
    fc.assert(
      fc.property(course, period, fc.integer({ min: 1, max: 4 }), (values, length, width) => {
        const bands = bollingerBands(values, length, width);
        expect(bands.middle).toEqual(movingAverage(values, length));
        for (const [index, value] of values.entries()) {
          const window = knownUpTo(values, index).slice(-length);
          if (value === null || window.length < length) {
            expect([bands.upper[index], bands.lower[index]]).toEqual([null, null]);
            continue;
          }
          const middle = mean(window);
          const deviation = Math.sqrt(mean(window.map((each) => (each - middle) ** 2)));
          expectNear(bands.upper[index], middle + width * deviation, middle);
          expectNear(bands.lower[index], middle - width * deviation, middle);
        }
      }),
    );
  });

  it("has zero width for a constant price", () => {
    const bands = bollingerBands([7, 7, 7], 2, 2);
    expect(bands).toEqual({ middle: [null, 7, 7], upper: [null, 7, 7], lower: [null, 7, 7] });
  });
});

describe("relativeStrength", () => {
  it("is Wilder's index at every bucket", () => {
    fc.assert(
      fc.property(course, period, (values, length) => {
        const index = relativeStrength(values, length);
        for (const [at, value] of values.entries()) {
          const wanted = value === null ? null : strengthByDefinition(knownUpTo(values, at), length);
          if (wanted === null) expect(index[at]).toBeNull();
          else expect(index[at]).toBeCloseTo(wanted, 6);
        }
      }),
    );
  });

  it("is between 0 and 100, and 0, 50 and 100 in the limit cases", () => {
    expect(relativeStrength([1, 2, 3, 4], 3).at(-1)).toBe(100);
    expect(relativeStrength([4, 3, 2, 1], 3).at(-1)).toBe(0);
    expect(relativeStrength([5, 5, 5, 5], 3).at(-1)).toBe(50);
    // 100 * gain / gain would be above 100 here.
    expect(relativeStrength([1, 1, 1, 386_599_358, 433_336_244], 3).at(-1)).toBe(100);
    fc.assert(
      fc.property(course, period, (values, length) => {
        const known = relativeStrength(values, length).filter((value) => value !== null);
        expect(known.every((value) => value >= 0 && value <= 100)).toBe(true);
      }),
    );
  });

  it("matches the worked example of the textbooks", () => {
    const closes = [
      44.34, 44.09, 44.15, 43.61, 44.33, 44.83, 45.1, 45.42, 45.84, 46.08, 45.89, 46.03, 45.61, 46.28, 46.28,
      46.0, 46.03,
    ];
    const index = relativeStrength(closes, 14);
    expect(index.slice(0, 14).every((value) => value === null)).toBe(true);
    expect(index[14]).toBeCloseTo(70.46, 1);
    expect(index[15]).toBeCloseTo(66.25, 1);
    expect(index[16]).toBeCloseTo(66.48, 1);
  });
});
