import { expect, it } from "vitest";
import { allTime, rangeStart } from "./ranges.ts";

const DAY_MS = 86_400_000;
const NOW = Date.parse("2026-11-20T10:30Z");

it("divides all time by its length, and shows thirty days at least", () => {
  expect(allTime(NOW - 2 * DAY_MS, NOW)).toEqual({ step: "day", from: NOW - 30 * DAY_MS });
  expect(allTime(NOW - 92 * DAY_MS, NOW)).toEqual({ step: "day", from: NOW - 92 * DAY_MS });
  expect(allTime(NOW - 93 * DAY_MS, NOW).step).toBe("week");
  expect(allTime(NOW - 731 * DAY_MS, NOW).step).toBe("week");
  expect(allTime(NOW - 732 * DAY_MS, NOW).step).toBe("month");
});

it("begins a range with a day of the zone, the day with a full hour, and all time nowhere", () => {
  expect(rangeStart("week", "Europe/Berlin", NOW)).toBe(Date.parse("2026-11-13T23:00Z"));
  expect(rangeStart("day", "Europe/Berlin", NOW)).toBe(Date.parse("2026-11-19T11:00Z"));
  expect(rangeStart("all", "Europe/Berlin", NOW)).toBeNull();
});
