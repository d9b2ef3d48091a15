import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PriceHistory } from "#features/history/contract.ts";
import { LEVELS, heatOf, hourOfWeek, levelBounds, levelOf } from "./heatmap.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Monday, 16 November 2026, 00:00 UTC. */
const MONDAY = Date.UTC(2026, 10, 16);

const history = (
  rows: [at: number, bought: number, sold: number][],
  to: number,
  gaps: PriceHistory["gaps"] = [],
): PriceHistory => ({
  gate: null,
  stepS: 3600,
  gaps,
  itemId: 561,
  timestep: "1h",
  from: MONDAY,
  to,
  columns: {
    at: rows.map(([at]) => at),
    avgHigh: rows.map(([, bought]) => (bought > 0 ? 110 : null)),
    avgLow: rows.map(([, , sold]) => (sold > 0 ? 100 : null)),
    highVolume: rows.map(([, bought]) => bought),
    lowVolume: rows.map(([, , sold]) => sold),
  },
});
const utc = (to: number) => ({ timeZone: "UTC", untilMs: to });

describe("hourOfWeek", () => {
  it("returns the hour in the time zone, also across a clock change", () => {
    expect(hourOfWeek("UTC")(MONDAY)).toBe(0);
    expect(hourOfWeek("UTC")(MONDAY - 1)).toBe(167);
    expect(hourOfWeek("America/New_York")(MONDAY)).toBe(6 * 24 + 19);
    expect(hourOfWeek("Asia/Kolkata")(MONDAY)).toBe(5);
    const berlin = hourOfWeek("Europe/Berlin");
    // Sunday, 25 October 2026: 02:00 occurs twice.
    expect(berlin(Date.UTC(2026, 9, 25, 0))).toBe(6 * 24 + 2);
    expect(berlin(Date.UTC(2026, 9, 25, 1))).toBe(6 * 24 + 2);
    expect(berlin(Date.UTC(2026, 9, 25, 2))).toBe(6 * 24 + 3);
  });
});

describe("heatOf", () => {
  it("takes the median over the weeks, with hours without trades as zero", () => {
    const to = MONDAY + 21 * DAY;
    const heat = heatOf(
      history(
        [
          [MONDAY, 10, 5],
          [MONDAY + 7 * DAY, 90, 10],
          [MONDAY + 14 * DAY, 20, 0],
          [MONDAY + 14 * DAY + HOUR, 7, 0],
        ],
        to,
      ),
      utc(to),
    );
    expect(heat.cells[0]).toEqual({ weekday: 0, hour: 0, median: 20, hours: 3 });
    expect(heat.cells[1]).toEqual({ weekday: 0, hour: 1, median: 0, hours: 3 });
    expect(heat).toMatchObject({ max: 20, hours: 21 * 24 });
    expect(heat.cells).toHaveLength(168);
  });

  it("leaves out the time before the first trade, gaps, and the current hour", () => {
    const to = MONDAY + 3 * HOUR;
    const rows: [number, number, number][] = [
      [MONDAY, 4, 0],
      [MONDAY + 2 * HOUR, 3, 0],
    ];
    const heat = heatOf(history(rows, to, [[MONDAY + HOUR, MONDAY + 2 * HOUR]]), {
      timeZone: "UTC",
      untilMs: to - 1,
    });
    expect(heat.cells.slice(0, 3).map((cell) => cell.median)).toEqual([4, null, null]);
    expect(heat.cells[167]).toMatchObject({ median: null, hours: 0 });
    expect(heat.hours).toBe(1);
  });

  it("is empty for an item that nobody traded", () => {
    const heat = heatOf(history([], MONDAY + DAY), utc(MONDAY + DAY));
    expect(heat).toMatchObject({ max: 0, hours: 0 });
  });
});

describe("levelOf", () => {
  it("puts every median into the level whose bounds hold it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e9 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (max, share) => {
          const median = Math.round(max * share);
          const level = levelOf(median, max);
          const bounds = levelBounds(max).find(({ from, to }) => median >= from && median <= to);
          expect(bounds?.level ?? 0).toBe(level);
        },
      ),
    );
    expect(levelOf(9, 9)).toBe(LEVELS);
    expect(levelOf(0, 9)).toBe(0);
  });
});
