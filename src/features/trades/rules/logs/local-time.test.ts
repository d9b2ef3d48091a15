import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { localTimeReader } from "./local-time.ts";

const ZONES = [
  "UTC",
  "Europe/Berlin",
  "America/New_York",
  "Australia/Lord_Howe",
  "Asia/Kathmandu",
  "America/St_Johns",
];

describe("localTimeReader", () => {
  const berlin = localTimeReader("Europe/Berlin");
  const iso = (moments: readonly number[]) => moments.map((moment) => new Date(moment).toISOString());

  it("reads a time in summer and in winter", () => {
    expect(iso(berlin("2026-09-21T14:13:20"))).toEqual(["2026-09-21T12:13:20.000Z"]);
    expect(iso(berlin("2026-12-21T14:13:20"))).toEqual(["2026-12-21T13:13:20.000Z"]);
  });

  it("gives both moments of the repeated hour, and none of the skipped one", () => {
    expect(iso(berlin("2026-10-25T02:30:00"))).toEqual([
      "2026-10-25T00:30:00.000Z",
      "2026-10-25T01:30:00.000Z",
    ]);
    expect(berlin("2026-03-29T02:30:00")).toEqual([]);
    // Lord Howe moves by half an hour.
    expect(localTimeReader("Australia/Lord_Howe")("2026-04-05T01:45:00")).toHaveLength(2);
    expect(localTimeReader("Australia/Lord_Howe")("2026-10-04T02:15:00")).toEqual([]);
  });

  it.each(["2026-02-30T10:00:00", "2026-13-01T10:00:00", "2026-09-21T24:00:00", "2026-09-21", "soon", ""])(
    "knows no moment of %j",
    (local) => expect(berlin(local)).toEqual([]),
  );

  it("refuses a zone that nobody has", () => {
    expect(() => localTimeReader("Gielinor/Varrock")).toThrow(RangeError);
  });

  it("finds every moment again from what the clock shows", () => {
    const moment = fc.integer({ min: Date.UTC(2013, 1, 22) / 1_000, max: Date.UTC(2030, 0) / 1_000 });
    const readers = ZONES.map((zone) => {
      const clock = new Intl.DateTimeFormat("sv-SE", {
        timeZone: zone,
        dateStyle: "short",
        timeStyle: "medium",
      });
      return { clock, read: localTimeReader(zone) };
    });
    fc.assert(
      fc.property(moment, fc.constantFrom(...readers), (second, { clock, read }) => {
        const moments = read(clock.format(second * 1_000).replace(" ", "T"));
        expect(moments).toContain(second * 1_000);
        expect(moments.length).toBeLessThanOrEqual(2);
      }),
      { numRuns: 500 },
    );
  });
});
