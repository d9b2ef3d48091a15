import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SeriesError, decodeSeries, encodeSeries } from "./series-codec.ts";
import { noPoints } from "#features/history/rules/series-points.ts";
import type { Frame, Points } from "#features/history/rules/series-points.ts";

const DAY: Frame = { fromMs: Date.UTC(2028, 1, 29), stepMs: 300_000, slots: 288 };
const MOST = Number.MAX_SAFE_INTEGER;

type Side = readonly [price: number, volume: number] | null;
type Point = { slot: number; high: Side; low: Side };

const columnsOf = (points: readonly Point[], frame = DAY): Points => ({
  at: points.map(({ slot }) => frame.fromMs + slot * frame.stepMs),
  avgHigh: points.map(({ high }) => high?.[0] ?? null),
  avgLow: points.map(({ low }) => low?.[0] ?? null),
  highVolume: points.map(({ high }) => high?.[1] ?? 0),
  lowVolume: points.map(({ low }) => low?.[1] ?? 0),
});

const amount = fc.oneof(
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: 0, max: 100_000 }),
  fc.integer({ min: 0, max: MOST }),
  fc.constantFrom(0, 1, 2 ** 31 - 1, 2 ** 32, 2 ** 51, 2 ** 51 + 1, 2 ** 52 + 1, MOST),
);
const side: fc.Arbitrary<Side> = fc.option(
  fc.tuple(
    amount,
    amount.map((units) => Math.max(1, units)),
  ),
);
const anyPoints = fc
  .uniqueArray(fc.record({ slot: fc.nat({ max: 287 }), high: side, low: side }), {
    selector: ({ slot }) => slot,
    minLength: 1,
    maxLength: 288,
  })
  .map((points) => columnsOf(points.toSorted((a, b) => a.slot - b.slot)));

/** A day as it mostly is: every bucket, prices that wander. */
const wholeDay = (): Points =>
  columnsOf(
    Array.from({ length: 288 }, (_, slot) => ({
      slot,
      high: [1_700_000 + ((slot * 7_919) % 2_000), 30 + ((slot * 31) % 17)],
      low: slot % 9 === 0 ? null : [1_650_000 + ((slot * 6_007) % 2_000), 20 + ((slot * 13) % 11)],
    })),
  );

describe("a series", () => {
  test("decodes to the points that were encoded", () => {
    fc.assert(
      fc.property(anyPoints, (points) => {
        expect(decodeSeries(encodeSeries(points, DAY), DAY)).toEqual(points);
      }),
      { numRuns: 500 },
    );
  });

  test("reads back whatever comes after a calm: the codes' edges lie at some twenty times the mean", () => {
    const calm = fc.record({
      usual: fc.nat({ max: 22 }).map((power) => 2 ** power),
      times: fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 1, maxLength: 20 }),
      more: fc.nat({ max: 5 }),
    });
    fc.assert(
      fc.property(calm, ({ usual, times, more }) => {
        const points = columnsOf(
          [...Array<number>(40).fill(1), ...times].map((factor, slot) => ({
            slot,
            high: [1_000 + usual * factor, 1 + usual * factor + more],
            low: factor % 3 === 0 ? null : [factor * 7, Math.max(1, usual - more)],
          })),
        );
        expect(decodeSeries(encodeSeries(points, DAY), DAY)).toEqual(points);
      }),
      { numRuns: 400 },
    );
  });

  test("is appended to the points decoded before", () => {
    const next = { ...DAY, fromMs: DAY.fromMs + 86_400_000 };
    const first = columnsOf([{ slot: 5, high: [10, 1], low: null }]);
    const second = columnsOf([{ slot: 0, high: null, low: [9, 2] }], next);
    const into = decodeSeries(encodeSeries(first, DAY), DAY);
    expect(decodeSeries(encodeSeries(second, next), next, into)).toEqual({
      at: [...first.at, ...second.at],
      avgHigh: [10, null],
      avgLow: [null, 9],
      highVolume: [1, 0],
      lowVolume: [0, 2],
    });
  });

  test("takes a few bytes a point, and fewer where every bucket was traded in", () => {
    expect(encodeSeries(wholeDay(), DAY).length / 288).toBeLessThan(6);
    const still = columnsOf(
      Array.from({ length: 288 }, (_, slot) => ({ slot, high: [5, 1], low: [4, 1] as const })),
    );
    expect(encodeSeries(still, DAY).length / 288).toBeLessThan(0.8);
  });

  test("of a month reads in well under 5 ms", () => {
    const bytes = encodeSeries(wholeDay(), DAY);
    const readMonth = () => {
      const into = noPoints();
      for (let day = 0; day < 30; day++) decodeSeries(bytes, DAY, into);
      return into.at.length;
    };
    for (let warm = 0; warm < 30; warm++) readMonth();
    const took = Array.from({ length: 15 }, () => {
      const startedMs = performance.now();
      expect(readMonth()).toBe(8_640);
      return performance.now() - startedMs;
    });
    // The fastest of many runs, so that other load on the machine does not count.
    expect(Math.min(...took)).toBeLessThan(5);
  });
});

describe("a damaged series", () => {
  test("in any one bit is refused, and nothing of it is appended", () => {
    const whole = encodeSeries(wholeDay(), DAY);
    fc.assert(
      fc.property(fc.nat({ max: whole.length * 8 - 1 }), (bit) => {
        const bytes = Uint8Array.from(whole);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const into = noPoints();
        expect(() => decodeSeries(bytes, DAY, into)).toThrow(SeriesError);
        expect(into).toEqual(noPoints());
      }),
    );
  });

  test("by its end being cut off, or by nothing being left, is refused", () => {
    const whole = encodeSeries(wholeDay(), DAY);
    for (const length of [0, 1, 5, 6, 40, whole.length - 1]) {
      expect(() => decodeSeries(whole.subarray(0, length), DAY)).toThrow(SeriesError);
    }
  });

  test("or belongs to another period or step is refused", () => {
    const bytes = encodeSeries(wholeDay(), DAY);
    expect(() => decodeSeries(bytes, { ...DAY, fromMs: DAY.fromMs + 86_400_000 })).toThrow(/checksum/);
    expect(() => decodeSeries(bytes, { ...DAY, stepMs: 3_600_000 })).toThrow(/checksum/);
  });
});

describe("points that cannot be stored are refused:", () => {
  const one = (change: Partial<Points>): Points => ({
    ...columnsOf([
      { slot: 1, high: [10, 1], low: [9, 1] },
      { slot: 2, high: [10, 1], low: null },
    ]),
    ...change,
  });
  const at = (...slots: number[]) => ({ at: slots.map((slot) => DAY.fromMs + slot * DAY.stepMs) });

  test.each<[string, Points]>([
    ["none at all", noPoints()],
    ["columns of different lengths", one({ lowVolume: [1] })],
    ["the same bucket twice", one(at(1, 1))],
    ["time that runs back", one(at(2, 1))],
    ["a bucket before the period", one(at(-1, 1))],
    ["a bucket after the period", one(at(1, 288))],
    ["a time between two buckets", one(at(1.5, 2))],
    ["a price without a volume", one({ highVolume: [1, 0] })],
    ["a volume without a price", one({ lowVolume: [1, 1] })],
    ["a fraction", one({ avgHigh: [10.5, 10] })],
    ["a negative price", one({ avgHigh: [-1, 10] })],
    ["a negative volume", one({ highVolume: [-1, 1] })],
    ["an amount beyond 2^53", one({ avgHigh: [2 ** 53, 10] })],
    ["no number", one({ avgHigh: [Number.NaN, 10] })],
  ])("%s", (_name, points) => {
    expect(() => encodeSeries(points, DAY)).toThrow(SeriesError);
  });
});
