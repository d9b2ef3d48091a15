import fc from "fast-check";
import { expect, it } from "vitest";
import { monthStart, partitionName } from "./partitions.ts";

it("names a month by its first instant, UTC", () => {
  expect(partitionName("prices", new Date("2026-09-30T23:59:59.999Z"))).toBe("prices_p202609");
  expect(partitionName("prices", new Date("2026-10-01T00:00:00Z"))).toBe("prices_p202610");
  expect(partitionName("prices", new Date("2028-02-29T12:00:00Z"))).toBe("prices_p202802");
});

it("handles year ends and short months", () => {
  expect(monthStart(new Date("2026-12-31T23:59:59Z"), 1)).toEqual(new Date("2027-01-01T00:00:00Z"));
  expect(monthStart(new Date("2027-01-31T00:00:00Z"), 1)).toEqual(new Date("2027-02-01T00:00:00Z"));
  expect(monthStart(new Date("2027-01-31T00:00:00Z"), -2)).toEqual(new Date("2026-11-01T00:00:00Z"));
});

it("assigns every time to exactly one month", () => {
  const anyDate = fc.date({ min: new Date("2013-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
  fc.assert(
    fc.property(anyDate, (at) => {
      expect(monthStart(at).getTime()).toBeLessThanOrEqual(at.getTime());
      expect(monthStart(at, 1).getTime()).toBeGreaterThan(at.getTime());
    }),
  );
});
