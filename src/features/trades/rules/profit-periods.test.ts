import { expect, it } from "vitest";
import { chartPeriods, dayStart } from "./profit-periods.ts";

const HOUR_MS = 3_600_000;
const utc = (text: string) => Date.parse(`${text}Z`);
const dates = (periods: readonly { at: number }[]) =>
  periods.map(({ at }) => new Date(at).toISOString().slice(0, 10));

it("fills days without flips, by the calendar of the zone over a change of the clocks", () => {
  // Berlin's clocks went back on 25 October 2026: its days begin at 22:00 UTC before, at 23:00 UTC after.
  const points = [
    { at: utc("2026-10-23T22:00"), flips: 1, profit: 100 },
    { at: utc("2026-10-25T23:00"), flips: 2, profit: -30 },
  ];
  const periods = chartPeriods({ timeZone: "Europe/Berlin", points }, "day", {
    from: null,
    toMs: utc("2026-10-27T12:00"),
  });
  expect(dates(periods)).toEqual(["2026-10-24", "2026-10-25", "2026-10-26", "2026-10-27"]);
  expect(periods.map(({ profit, cumulative }) => [profit, cumulative])).toEqual([
    [100, 100],
    [0, 100],
    [-30, 70],
    [0, 70],
  ]);
});

it("begins weeks on Monday and months on the first, with `from` before the first flip", () => {
  const from = utc("2026-10-14T00:00");
  const points = [{ at: utc("2026-10-19T00:00"), flips: 1, profit: 5 }];
  const span = { from, toMs: utc("2026-11-02T09:00") };
  expect(dates(chartPeriods({ timeZone: "UTC", points }, "week", span))).toEqual([
    "2026-10-12",
    "2026-10-19",
    "2026-10-26",
    "2026-11-02",
  ]);
  const months = chartPeriods(
    { timeZone: "UTC", points: [{ at: utc("2026-10-01T00:00"), flips: 1, profit: 5 }] },
    "month",
    span,
  );
  expect(dates(months)).toEqual(["2026-10-01", "2026-11-01"]);
  expect(months.at(-1)?.cumulative).toBe(5);
});

it("has hours as they are, and nothing without a flip in all time", () => {
  const from = utc("2026-11-20T10:00");
  const hours = chartPeriods({ timeZone: "Asia/Kolkata", points: [] }, "hour", {
    from,
    toMs: from + 2 * HOUR_MS,
  });
  expect(hours.map(({ at }) => at)).toEqual([from, from + HOUR_MS, from + 2 * HOUR_MS]);
  expect(chartPeriods({ timeZone: "UTC", points: [] }, "month", { from: null, toMs: from })).toEqual([]);
});

it("knows when a day begins in a zone, also where the clocks change or are not whole hours from UTC", () => {
  expect(dayStart("Europe/Berlin", utc("2026-10-26T12:00"), 1)).toBe(utc("2026-10-24T22:00"));
  expect(dayStart("Europe/Berlin", utc("2026-10-26T12:00"), 0)).toBe(utc("2026-10-25T23:00"));
  expect(dayStart("Asia/Kathmandu", utc("2026-11-20T00:00"), 0)).toBe(utc("2026-11-19T18:15"));
  expect(dayStart("Pacific/Kiritimati", utc("2026-11-20T09:00"), 0)).toBe(utc("2026-11-19T10:00"));
  expect(dayStart("Etc/GMT+12", utc("2026-11-20T09:00"), 0)).toBe(utc("2026-11-19T12:00"));
});
