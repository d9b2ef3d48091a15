import { describe, expect, it } from "vitest";
import { MAX_POINTS } from "#features/history/contract.ts";
import type { PriceHistory } from "#features/history/contract.ts";
import {
  chartRanges,
  isPeriodEnd,
  neighbourOf,
  periodName,
  rangeOf,
  rangeStart,
  stepIn,
  stepsOf,
} from "./range.ts";
import { digestOf, lateStartOf, toSeries, withoutLead } from "./series.ts";
import { STEP_S } from "#features/history/rules/step.ts";

const STEP = STEP_S["5m"] * 1000;
const T0 = 1_790_000_100_000;

const history = (
  rows: [bucket: number, high: number | null, low: number | null][],
  to: number,
): PriceHistory => ({
  gate: null,
  itemId: 561,
  timestep: "5m",
  stepS: STEP_S["5m"],
  gaps: [],
  from: T0,
  to,
  columns: {
    at: rows.map(([bucket]) => T0 + bucket * STEP),
    avgHigh: rows.map(([, high]) => high),
    avgLow: rows.map(([, , low]) => low),
    highVolume: rows.map(([, high]) => (high === null ? 0 : 10)),
    lowVolume: rows.map(([, , low]) => (low === null ? 0 : 7)),
  },
});

describe("toSeries", () => {
  it("keeps a bucket without trades as a gap", () => {
    const points = toSeries(
      history(
        [
          [0, 110, 100],
          [3, 112, null],
        ],
        T0 + 5 * STEP,
      ),
    );
    expect(points.map((point) => point.at)).toEqual([0, 1, 2, 3, 4].map((n) => T0 + n * STEP));
    expect(points.map((point) => point.high)).toEqual([110, null, null, 112, null]);
    expect(points.map((point) => point.low)).toEqual([100, null, null, null, null]);
    expect(points.map((point) => point.highVolume)).toEqual([10, 0, 0, 10, 0]);
  });

  it("starts on a bucket when the range does not, and stops before its end", () => {
    const points = toSeries({ ...history([[1, 5, 4]], T0 + 2 * STEP), from: T0 + 1 });
    expect(points).toEqual([{ at: T0 + STEP, high: 5, low: 4, highVolume: 10, lowVolume: 7 }]);
  });

  it("is empty for an empty range", () => {
    expect(toSeries(history([], T0))).toEqual([]);
  });
});

describe("digestOf", () => {
  it("has first, last, min and max of each side, and the traded volume", () => {
    const points = toSeries(
      history(
        [
          [0, 110, null],
          [2, 90, 80],
          [3, 105, 85],
        ],
        T0 + 4 * STEP,
      ),
    );
    expect(digestOf(points)).toEqual({
      high: { first: 110, last: 105, min: 90, max: 110 },
      low: { first: 80, last: 85, min: 80, max: 85 },
      highVolume: 30,
      lowVolume: 14,
      traded: 3,
      buckets: 4,
    });
  });

  it("is null for a side that nobody traded", () => {
    expect(digestOf(toSeries(history([], T0 + 2 * STEP)))).toMatchObject({
      high: null,
      low: null,
      traded: 0,
    });
  });
});

describe("lateStartOf", () => {
  it("returns a first trade only if it is late", () => {
    const starting = (bucket: number) => toSeries(history([[bucket, 5, 4]], T0 + 10 * STEP));
    expect(lateStartOf(starting(4))).toBe(T0 + 4 * STEP);
    expect(lateStartOf(starting(0))).toBeNull();
    expect(lateStartOf(starting(1))).toBeNull();
    expect(lateStartOf(toSeries(history([], T0 + 10 * STEP)))).toBeNull();
  });
});

describe("withoutLead", () => {
  it("starts at the first trade, but keeps a minimum of points", () => {
    const starting = (bucket: number) => toSeries(history([[bucket, 5, 4]], T0 + 50 * STEP));
    expect(withoutLead(starting(4)).map(({ at }) => at)[0]).toBe(T0 + 4 * STEP);
    expect(withoutLead(starting(49))).toHaveLength(30);
    expect(withoutLead(toSeries(history([], T0 + 50 * STEP)))).toHaveLength(30);
  });
});

describe("stepIn", () => {
  it("takes a step that fits into one answer and shows a course, else the range's own", () => {
    expect(chartRanges.map((range) => stepsOf(range, false).join())).toEqual([
      "5m,1h",
      "5m,1h,6h",
      "5m,1h,6h,24h",
      "1h,6h,24h",
      "1h,6h,24h",
      "24h",
    ]);
    expect(stepIn("7d", "5m", false)).toBe("5m");
    expect(stepIn("1y", "5m", false)).toBe("24h");
    expect(stepIn("all", "1h", true)).toBe("24h");
    expect(stepIn("7d", null, false)).toBe("1h");
  });

  it("makes candles of at least four points", () => {
    for (const range of chartRanges)
      for (const step of stepsOf(range, true))
        expect(rangeOf[range].candleMs / (STEP_S[step] * 1000)).toBeGreaterThanOrEqual(4);
  });
});

describe("neighbourOf", () => {
  const DAY = 86_400_000;
  const now = Date.UTC(2026, 10, 20, 13);
  const tomorrow = Date.UTC(2026, 10, 21);

  it("goes back by the range and forth to now again", () => {
    for (const range of ["1d", "7d", "30d", "90d", "1y"] as const) {
      const before = neighbourOf({ range, until: null }, -1, now) ?? null;
      expect(before).toBe(tomorrow - (rangeOf[range].spanMs ?? 0));
      expect(isPeriodEnd(before ?? 0, now)).toBe(true);
      const earlier = neighbourOf({ range, until: before }, -1, now) ?? null;
      expect(neighbourOf({ range, until: earlier }, 1, now)).toBe(before);
      expect(neighbourOf({ range, until: before }, 1, now)).toBeNull();
      expect(neighbourOf({ range, until: null }, 1, now)).toBeUndefined();
    }
    expect(neighbourOf({ range: "all", until: null }, -1, now)).toBeUndefined();
  });

  it("ends where the Exchange opened", () => {
    const opening = Date.UTC(2015, 1, 26);
    expect(neighbourOf({ range: "7d", until: opening + 7 * DAY }, -1, now)).toBeUndefined();
    expect(isPeriodEnd(opening, now)).toBe(false);
    expect([isPeriodEnd(tomorrow, now), isPeriodEnd(tomorrow - DAY, now), isPeriodEnd(now, now)]).toEqual([
      false,
      true,
      false,
    ]);
  });

  it("names a period by its length and its end", () => {
    expect(periodName({ range: "7d", until: null })).toBe("the last 7 days");
    expect(periodName({ range: "7d", until: Date.UTC(2026, 10, 1) })).toMatch(/^the 7 days before .*2026$/);
  });
});

describe("rangeStart", () => {
  it("requests no more points than one answer can hold, since the Exchange opened", () => {
    const start = rangeStart("all", T0);
    expect(start).toBe(Date.UTC(2015, 1, 26));
    expect((Date.UTC(2040, 0, 1) - start) / (STEP_S[rangeOf.all.timestep] * 1000)).toBeLessThan(MAX_POINTS);
  });

  it("starts on a bucket, one span before the current bucket", () => {
    for (const range of chartRanges) {
      const { timestep, spanMs } = rangeOf[range];
      if (spanMs === null) continue;
      const stepMs = STEP_S[timestep] * 1000;
      const start = rangeStart(range, T0 + 12_345);
      expect(start % stepMs).toBe(0);
      expect(T0 + 12_345 - start).toBeGreaterThanOrEqual(spanMs);
      expect(T0 + 12_345 - start).toBeLessThan(spanMs + stepMs);
    }
  });
});
