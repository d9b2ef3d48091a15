import fc from "fast-check";
import { expect, it } from "vitest";
import { MAX_TEXT_LENGTH, readItems } from "./read-items.ts";
import { toCsv, toJson, toText } from "./write-items.ts";

const catalogue = {
  id: [105, 561, 1333, 4151, 6570, 11_802, 20_997],
  name: [
    "Prayer potion(3)",
    "Nature rune",
    "Rune scimitar",
    "Abyssal whip",
    "Fire cape",
    "Armadyl godsword",
    "Twisted bow",
  ],
};
const read = (text: string) => {
  const { itemIds, missing } = readItems(text, catalogue);
  return [itemIds, missing.map(({ at, text: named }) => `${at}: ${named}`)];
};

it("reads names and ids one a line, nicknames, and several on a line", () => {
  expect(read("abyssal WHIP\n\n561\r\ntbow\nWhip of doom\n")).toEqual([
    [4151, 561, 20_997],
    ["5: Whip of doom"],
  ]);
  expect(read("Nature rune, ags; Fire cape, nothing\nNature rune")).toEqual([
    [561, 11_802, 6570],
    ["1: nothing"],
  ]);
  expect(read("9999\n-1")).toEqual([[], ["1: 9999", "2: -1"]]);
  expect(read('"Fire cape\ntbow')).toEqual([[6570, 20_997], []]);
  expect(read("")).toEqual([[], []]);
});

it("reads tables by their head, or their first cells, and takes no price for an id", () => {
  expect(read('\uFEFFName,Price,"Item ID"\n"Rune scimitar",105,1333\nGone,561,8\n')).toEqual([
    [1333],
    ["3: Gone"],
  ]);
  expect(read("561,Nature rune,105\nFire cape,4151\n7\tTwisted bow")).toEqual([[561, 6570, 20_997], []]);
});

it("reads JSON of ids, names or both, and says what is none", () => {
  expect(read('[561, "Fire cape", {"id": 7, "name": "tbow"}, {"itemId": 1333}, null]')).toEqual([
    [561, 6570, 20_997, 1333],
    ["5: null"],
  ]);
  for (const broken of ["[561", "{}", '{"items": 3}'])
    expect(() => read(broken)).toThrow("holds no list of items");
  expect(() => read("a".repeat(MAX_TEXT_LENGTH + 1))).toThrow("too long");
});

it("reads back what it wrote, in every format", () => {
  const entries = catalogue.id.map((id, index) => ({ id, name: catalogue.name[index] ?? "" }));
  fc.assert(
    fc.property(fc.shuffledSubarray(entries), fc.string(), (items, name) => {
      for (const text of [toCsv(items), toJson(name, items), toText(items)])
        expect(read(text)).toEqual([items.map(({ id }) => id), []]);
    }),
  );
});

it("writes no formula for a spreadsheet", () => {
  expect(toCsv([{ id: 1, name: '=HYPERLINK("x")' }])).toBe(`Item id,Item\r\n1,"'=HYPERLINK(""x"")"\r\n`);
});

/** What parsers of tables stumble over. */
const odd = fc.constantFrom(..."\"',;\t\r\n\0\uFEFF\uD800\\ a1=", "é", "🔥");

it("never fails on a text that is no JSON", () => {
  fc.assert(
    fc.property(fc.string({ unit: odd, maxLength: 60 }), (text) => {
      fc.pre(!/^\s*[[{]/.test(text));
      expect(() => read(text)).not.toThrow();
    }),
  );
});
