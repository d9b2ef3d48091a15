import fc from "fast-check";
import { expect, it } from "vitest";
import { readPlaces, writePlaces } from "./places.ts";
import type { Place } from "./places.ts";

const offset = fc.nat(1_000_000);
const place: fc.Arbitrary<Place> = fc.record({
  top: offset,
  left: offset,
  row: fc.integer({ min: -1, max: 5_000 }),
  col: fc.nat(30),
  rowKey: fc.integer(),
  hasFocus: fc.boolean(),
});

it("reads what it wrote, the newest 40", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.string(), place), { maxLength: 60 }), (entries) => {
      const places = new Map(entries);
      expect([...readPlaces(writePlaces(places))]).toEqual([...places].slice(-40));
    }),
  );
});

it("ignores what is broken", () => {
  expect(readPlaces(null).size).toBe(0);
  expect(readPlaces("{").size).toBe(0);
  expect(readPlaces('{"a":1}').size).toBe(0);
  const good = ["a", { top: 1, left: 0, row: 2, col: 0, rowKey: 4151, hasFocus: true }];
  expect([...readPlaces(JSON.stringify([good, ["b"], ["c", { top: "x" }], 7])).keys()]).toEqual(["a"]);
});
