import fc from "fast-check";
import { TickMarkType } from "lightweight-charts";
import { describe, expect, test } from "vitest";
import { WallTimeScale, chartTime } from "./wall-time-scale.ts";
import { axisZone, momentsIn } from "./zone.ts";
import type { ZoneClock } from "./zone.ts";

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** A named zone by the platform's own tables, independently of the code under test. */
function clockOf(timeZone: string): ZoneClock & { parts: (atMs: number) => Record<string, string> } {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    hourCycle: "h23",
    ...({ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" } as const),
  });
  const parts = (atMs: number) =>
    Object.fromEntries(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
  const offsetS = (atMs: number) => {
    const { year, month, day, hour, minute } = parts(atMs);
    return (
      (Date.parse(`${year}-${month}-${day}T${hour}:${minute}Z`) - Math.floor(atMs / 60_000) * 60_000) / 1000
    );
  };
  return { timeZone, offsetS, parts };
}

/** Both changes of a year: the zone, and a time in the hour before the clocks change. */
const changes = [
  ["America/New_York", "2026-03-08T06:59Z"],
  ["America/New_York", "2026-11-01T05:59Z"],
  ["Europe/Berlin", "2026-03-29T00:59Z"],
  ["Europe/Berlin", "2026-10-25T00:59Z"],
  ["Australia/Lord_Howe", "2026-04-04T14:59Z"],
  ["Australia/Lord_Howe", "2026-10-03T15:29Z"],
] as const;
const steps = [300_000, HOUR_MS, 6 * HOUR_MS];

/** The library's own weights of ticks: of a day and of a part of it. */
const DAY_WEIGHT = 50;

type Point = Parameters<WallTimeScale["fillWeightsForPoints"]>[0][number];

function weightsOf(zone: ReturnType<typeof momentsIn>, times: readonly number[]): number[] {
  const scale = new WallTimeScale();
  scale.zone = zone;
  const points = times.map((atMs) => ({
    time: scale.convertHorzItemToInternal(chartTime(atMs)),
    originalTime: chartTime(atMs),
    timeWeight: 0 as Point["timeWeight"],
  }));
  scale.fillWeightsForPoints(points, 0);
  return points.map(({ timeWeight }) => Number(timeWeight));
}

const timesAround = (atMs: number, stepMs: number): number[] => {
  const from = Math.floor((atMs - 3 * DAY_MS) / stepMs) * stepMs;
  return Array.from({ length: (6 * DAY_MS) / stepMs }, (_, index) => from + index * stepMs);
};

describe.each(changes)("in %s around %s", (timeZone, change) => {
  const clock = clockOf(timeZone);
  const zone = momentsIn(clock);
  const changeMs = Date.parse(change);

  test("ticks and crosshair read the clock on the wall, to the minute", () => {
    expect(clock.offsetS(changeMs)).not.toBe(clock.offsetS(changeMs + HOUR_MS));
    const minutes = fc.integer({ min: -3 * 1_440, max: 3 * 1_440 });
    fc.assert(
      fc.property(minutes, (minute) => {
        const atMs = changeMs + minute * 60_000;
        const { day, hour, minute: past } = clock.parts(atMs);
        const tick = zone.tick(atMs, TickMarkType.Time);
        expect(tick).toBe(`${hour}:${past}`);
        expect(zone.moment(atMs)).toContain(tick);
        const [date] = /\d+/.exec(zone.tick(atMs, TickMarkType.DayOfMonth)) ?? [];
        expect(Number(date)).toBe(Number(day));
        expect(Number(/\d+/.exec(zone.moment(atMs))?.[0])).toBe(Number(day));
      }),
    );
  });

  test.each(steps)(
    "each day's tick is at its first bucket of %i ms, before and after the change",
    (stepMs) => {
      const times = timesAround(changeMs, stepMs);
      const weights = weightsOf(zone, times);
      const starts = times.filter((_, index) => (weights[index] ?? 0) >= DAY_WEIGHT);
      const dayOf = (atMs: number) => clock.parts(atMs)["day"];
      const wanted = times.filter((atMs) => dayOf(atMs) !== dayOf(atMs - stepMs));
      expect(starts).toEqual(wanted);
      expect(starts.length).toBeGreaterThanOrEqual(5);
      // Where a bucket starts at midnight, it is the one with the day's tick.
      if (stepMs < HOUR_MS)
        for (const atMs of starts) expect(zone.tick(atMs, TickMarkType.Time)).toBe("00:00");
    },
  );

  test("an hour that comes twice is on the axis twice", () => {
    const times = timesAround(changeMs, 300_000).map((atMs) => Number(chartTime(atMs)));
    expect(new Set(times).size).toBe(times.length);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});

test("days are UTC days for every reader", () => {
  const zone = axisZone(86_400);
  const midnight = Date.UTC(2026, 9, 25);
  expect(zone.wallS(midnight)).toBe(midnight / 1000);
  expect(zone.tick(midnight, TickMarkType.DayOfMonth)).toContain("25");
  expect(zone.moment(midnight)).toContain("25");
});
