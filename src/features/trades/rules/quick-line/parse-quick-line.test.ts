import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { numberMarksOf, parseAmount } from "#ui/format/amount.ts";
import { parseQuickLine } from "./parse-quick-line.ts";

/** A Saturday noon in Berlin. */
const NOW = Date.UTC(2026, 10, 28, 11, 0);
const read = (line: string, zone = "Europe/Berlin") =>
  parseQuickLine(line, { nowMs: NOW, zone, readAmount: parseAmount });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

describe("a whole line", () => {
  it.each([
    ["b 100 nature rune 105", { kind: "buy", quantity: 100, item: "nature rune", price: { each: 105 } }],
    [
      "  SELL 100x Nature  rune 112 ",
      { kind: "sell", quantity: 100, item: "Nature  rune", price: { each: 112 } },
    ],
    ["bought 2.5k fire rune at 5", { kind: "buy", quantity: 2_500, item: "fire rune", price: { each: 5 } }],
    [
      "s 3 bandos tassets @ 25.5m",
      { kind: "sell", quantity: 3, item: "bandos tassets", price: { each: 25_500_000 } },
    ],
    [
      "s 3 bandos tassets @25.5m ea",
      { kind: "sell", quantity: 3, item: "bandos tassets", price: { each: 25_500_000 } },
    ],
    ["b 1,000 4151 1,750,000 gp", { kind: "buy", quantity: 1_000, item: "4151", price: { each: 1_750_000 } }],
    [
      "b 7 rune 2h sword for 10m",
      { kind: "buy", quantity: 7, item: "rune 2h sword", price: { total: 10_000_000 } },
    ],
    [
      "b 10 prayer potion 4 9k",
      { kind: "buy", quantity: 10, item: "prayer potion 4", price: { each: 9_000 } },
    ],
    ["b 1 junk 0", { kind: "buy", quantity: 1, item: "junk", price: { each: 0 } }],
  ])("%s", (line, { item, ...rest }) => {
    const found = read(line);
    expect(found).toMatchObject({ ...rest, atMs: null, character: null, problem: null });
    expect(found.item?.text).toBe(item);
    expect(line.slice(found.item?.start, found.item?.end)).toBe(item);
  });

  it("reads amounts as the reader's language writes them", () => {
    const german = numberMarksOf("de-DE");
    const found = parseQuickLine("b 1.000 nature rune 1,5k", {
      nowMs: NOW,
      zone: "UTC",
      readAmount: (text) => parseAmount(text, german),
    });
    expect(found).toMatchObject({ quantity: 1_000, price: { each: 1_500 }, problem: null });
  });
});

describe("the time and the character", () => {
  it.each([
    ["s 100 nature rune 112 2h ago", NOW - 2 * HOUR],
    ["s 100 nature rune 112 90 min ago", NOW - 90 * MINUTE],
    ["s 100 nature rune 112 1.5 h ago", NOW - 90 * MINUTE],
    ["s 100 nature rune 112 an hour ago", NOW - HOUR],
    ["s 100 nature rune 112 now", NOW],
    ["s 10 dscim 98k yesterday 14:30", Date.UTC(2026, 10, 27, 13, 30)],
    ["s 10 dscim 98k yesterday at 2:30 pm", Date.UTC(2026, 10, 27, 13, 30)],
    ["s 10 dscim 98k yesterday", NOW - 24 * HOUR],
    ["s 10 dscim 98k at 9am", Date.UTC(2026, 10, 28, 8, 0)],
    ["s 10 dscim 98k 11:59", Date.UTC(2026, 10, 28, 10, 59)],
    ["s 10 dscim 98k 2026-07-01 09:05", Date.UTC(2026, 6, 1, 7, 5)],
    // Clocks went back from 3 to 2 that night, so 2:30 came twice: the earlier one.
    ["s 10 dscim 98k 2026-10-25 2:30", Date.UTC(2026, 9, 25, 0, 30)],
  ])("%s", (line, atMs) => {
    expect(read(line)).toMatchObject({ atMs, problem: null });
  });

  it("goes by the clock of the trader's own zone", () => {
    expect(read("s 1 coal 150 01:00", "Asia/Tokyo").atMs).toBe(Date.UTC(2026, 10, 27, 16, 0));
    expect(read("s 1 coal 150 yesterday 23:00", "America/New_York").atMs).toBe(Date.UTC(2026, 10, 28, 4, 0));
  });

  it.each([
    ["b 5 tbow 1.6b @ Main", null],
    ["b 5 tbow 1.6b @Main 2h ago", NOW - 2 * HOUR],
    ["b 5 tbow 1.6b 2h ago @ Main", NOW - 2 * HOUR],
    ["b 5 tbow @ 1.6b 2h ago @ Main", NOW - 2 * HOUR],
  ])("%s", (line, atMs) => {
    expect(read(line)).toMatchObject({
      price: { each: 1_600_000_000 },
      atMs,
      character: "Main",
      problem: null,
    });
  });

  it("takes a name of several words", () => {
    expect(read("b 5 tbow 1.6b @ Iron Zezima 2").character).toBe("Iron Zezima 2");
  });
});

describe("what is wrong or missing", () => {
  it.each([
    ["", "kind"],
    ["x 100 nature rune 105", "kind"],
    ["b", "quantity"],
    ["b nature rune 105", "quantity"],
    ["b 0 nature rune 105", "quantity"],
    ["b -5 nature rune 105", "quantity"],
    ["b 100", "item"],
    ["b 100 nat", "price"],
    ["b 100 105", "price"],
    ["b 100 nature rune for", "price"],
    ["b 100 nature rune for lots", "price"],
    ["b 100 nature rune -5", "price"],
    ["b 100 nature rune 105 23:59", "time"],
    ["b 100 nature rune 105 2012-01-01 10:00", "time"],
    ["b 100 nature rune 105 2026-02-30 10:00", "time"],
    // In that night clocks went forward from 2 to 3.
    ["b 100 nature rune 105 2026-03-29 2:30", "time"],
    ["b 100 nature rune 105 @", "character"],
  ])("“%s” lacks its %s", (line, part) => {
    const { problem } = read(line);
    expect(problem?.part).toBe(part);
    expect(problem?.words.length).toBeGreaterThan(10);
  });

  it("says what to write for a time that is still to come today", () => {
    expect(read("b 1 coal 150 23:59").problem?.words).toContain("yesterday");
  });

  it("never throws, and what it calls whole has a side, a count, an item and a price", () => {
    const word = fc.constantFrom(
      "b",
      "s",
      "100",
      "nature",
      "rune",
      "1.5m",
      "@",
      "@Main",
      "for",
      "2h",
      "ago",
      "14:30",
      "yesterday",
      "x",
      "-1",
      "ea",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string({ maxLength: 5 })), { maxLength: 9 }), (words) => {
        const line = read(words.join(" "));
        if (line.problem !== null) return;
        expect(line.kind).not.toBeNull();
        expect(line.quantity).toBeGreaterThan(0);
        expect(line.item?.text.trim()).not.toBe("");
        expect(line.price).not.toBeNull();
      }),
    );
  });
});
