import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { parseTime } from "./parse-time.ts";

/** A zone far from UTC, in which a time that was read as local would be another one. */
beforeAll(() => vi.stubEnv("TZ", "Pacific/Auckland"));
afterAll(() => vi.unstubAllEnvs());

describe("parseTime", () => {
  it("is tested in another zone than UTC", () => {
    expect(new Date("2026-11-26T00:00").getTime()).not.toBe(Date.parse("2026-11-26T00:00Z"));
  });

  it.each([
    ["2026-11-26", "2026-11-26T00:00:00Z"],
    ["2026-11-26 06:00", "2026-11-26T06:00:00Z"],
    ["2026-11-26T06:00", "2026-11-26T06:00:00Z"],
    ["2026-11-26 06:00:30", "2026-11-26T06:00:30Z"],
    ["2026-11-26T06:00:30.5", "2026-11-26T06:00:30.500Z"],
    ["2026-11-26 06:00Z", "2026-11-26T06:00:00Z"],
    ["2026-11-26 06:00 UTC", "2026-11-26T06:00:00Z"],
    ["2026-11-26T06:00+02:00", "2026-11-26T04:00:00Z"],
    ["2026-11-26 06:00 -0530", "2026-11-26T11:30:00Z"],
    ["1790000000", "2026-09-21T14:13:20Z"],
  ])("%s is %s", (text, iso) => {
    expect(parseTime(text)).toBe(Date.parse(iso));
  });

  it.each([
    "soon",
    "",
    "26.11.2026",
    "11/26/2026",
    "Nov 26 2026",
    "2026-11",
    "2026",
    "20261126",
    "2026-11-26T6:00",
    "2026-02-30",
    "2026-13-01",
    "2026-11-26 25:00",
    "2026-11-26 06:00 CET",
    "2026-11-26 06:00+25:00",
  ])("%j is refused", (text) => {
    expect(parseTime(text)).toBeNull();
  });
});
