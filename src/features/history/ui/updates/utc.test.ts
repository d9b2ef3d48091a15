import { expect, test } from "vitest";
import { formatUtc, parseUtc } from "./utc.ts";

test("parses a field's text as UTC in any time zone", () => {
  expect(parseUtc("2025-05-29T10:30")).toBe(1_748_514_600_000);
  expect(parseUtc("2021-12-09T18:00:00")).toBe(1_639_072_800_000);
  expect(parseUtc("2024-02-29T23:59:59")).toBe(Date.UTC(2024, 1, 29, 23, 59, 59));
});

test("an invalid time is null", () => {
  for (const text of ["", "2025-05-29", "2025-02-30T10:00", "2025-13-01T10:00", "2025-05-29T24:00", "soon"]) {
    expect(parseUtc(text), text).toBeNull();
  }
});

test("formatting and parsing are inverse", () => {
  for (const text of ["2025-05-29T10:30", "2024-02-29T23:59:59", "1970-01-01T00:00"]) {
    expect(formatUtc(parseUtc(text) ?? NaN)).toBe(text);
  }
});
