import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fold } from "./fold.ts";
import { isSearched, rankItems } from "./rank-items.ts";

type Item = { id: number; name: string; high: number | null; low: number | null; volume24h: number | null };

/** Items of the given names that trade nothing, unless a volume is given: then that many at 1 gp. */
const itemsOf = (...items: (string | [name: string, volume24h: number | null])[]): Item[] =>
  items.map((item, index) => ({
    id: 1_000 + index,
    name: typeof item === "string" ? item : item[0],
    high: 1,
    low: 1,
    volume24h: typeof item === "string" ? null : item[1],
  }));

function find(items: readonly Item[], query: string, limit?: number): string[] {
  const columns = {
    id: items.map(({ id }) => id),
    name: items.map(({ name }) => name),
    high: items.map(({ high }) => high),
    low: items.map(({ low }) => low),
    volume24h: items.map(({ volume24h }) => volume24h),
  };
  return rankItems(columns, query, limit).map((index) => columns.name[index] ?? "");
}

const market = itemsOf(
  "Rune scimitar",
  "Dragon scimitar",
  "Dragon scimitar ornament kit",
  "Dragonstone",
  "Pure essence",
  "Dragon",
  "Ahrim's hood",
  "Prayer potion(4)",
  "Super prayer mix",
  "Abyssal whip",
  "Anti-dragon shield",
  "Ring of wealth (5)",
);

describe("rankItems", () => {
  it("puts the whole name first, then names that start with it, then others, each by gp traded", () => {
    const items = itemsOf(
      ["Dragon", null],
      ["Dragonstone", 5],
      ["Dragon claws", 9],
      ["Dragon axe", null],
      ["Dragon", 2],
      ["Blue dragon", 1_000],
    );
    expect(find(items, "dragon")).toEqual([
      "Dragon",
      "Dragon",
      "Dragon claws",
      "Dragonstone",
      "Dragon axe",
      "Blue dragon",
    ]);
  });

  it("values what is traded by price, with one known side too", () => {
    const items: Item[] = [
      { id: 1, name: "Sword a", high: 10, low: 10, volume24h: 10 },
      { id: 2, name: "Sword b", high: null, low: 300, volume24h: 1 },
      { id: 3, name: "Sword c", high: 500, low: null, volume24h: null },
      { id: 4, name: "Sword d", high: null, low: null, volume24h: 1_000 },
    ];
    expect(find(items, "sword")).toEqual(["Sword b", "Sword a", "Sword c", "Sword d"]);
  });

  it("puts the start of a word before a part of one, and both alone before scattered letters", () => {
    const items = itemsOf("Sap orc", "Keepsake", ["Grape", 9], "Ape atoll", "Raw ape", "A-x-p-e");
    expect(find(items, "ape")).toEqual(["Ape atoll", "Raw ape", "Grape"]);
    expect(find(itemsOf("S-a-x-p", "Sapling"), "sap")).toEqual(["Sapling"]);
    expect(find(itemsOf("S-a-x-p"), "sap")).toEqual(["S-a-x-p"]);
  });

  it("finds short forms, by starts of words and by letters", () => {
    expect(find(market, "drag scim")[0]).toBe("Dragon scimitar");
    expect(find(market, "scim drag")[0]).toBe("Dragon scimitar");
    expect(find(market, "rscimi")[0]).toBe("Rune scimitar");
    expect(find(itemsOf("Bronze longsword", "Zogre bones", "Zamorak scimitar"), "zsc")).toEqual([
      "Zamorak scimitar",
    ]);
    expect(find(itemsOf("Gilded scimitar", "Dragon scimitar"), "dscm")).toEqual(["Dragon scimitar"]);
  });

  it("ignores case, accents, apostrophes, punctuation, spaces and invisible characters", () => {
    for (const text of ["AHRIMS", "ahrim's h", "Ahrim’s Hood", "áhrim´s", "ah\u200brims", "ＡＨＲＩＭＳ"]) {
      expect([text, find(market, text)]).toEqual([text, ["Ahrim's hood"]]);
    }
    for (const text of ["ring of wealth(5)", "ring of wealth 5", "ringofwealth5", "wealth (5"]) {
      expect([text, find(market, text)]).toEqual([text, ["Ring of wealth (5)"]]);
    }
    for (const text of ["antidragon shield", "anti dragon shield", "anti-dragon sh", "shield antidragon"]) {
      expect([text, find(market, text)]).toEqual([text, ["Anti-dragon shield"]]);
    }
    expect(find(market, "prayer potion (4)")).toEqual(["Prayer potion(4)"]);
  });

  it("finds nicknames, before names that start alike, and the dose that is typed with one", () => {
    const items = itemsOf("Torag's helm", ["Agstone", 9], "Armadyl godsword", "Prayer potion(3)", [
      "Prayer potion(4)",
      5,
    ]);
    expect(find(items, "AGS")).toEqual(["Armadyl godsword", "Agstone"]);
    expect(find(items, "ppot")).toEqual(["Prayer potion(4)", "Prayer potion(3)"]);
    expect(find(items, "ppot(3)")).toEqual(["Prayer potion(3)"]);
    expect(find(itemsOf("Ags", "Armadyl godsword"), "ags")).toEqual(["Ags", "Armadyl godsword"]);
  });

  it("finds an id, and nothing close to one", () => {
    expect(find(market, "1009")).toEqual(["Abyssal whip"]);
    expect(find(market, "#1009")).toEqual(["Abyssal whip"]);
    expect(find(market, "1099")).toEqual([]);
  });

  it.each([
    ["wihp", "Abyssal whip"],
    ["whhip", "Abyssal whip"],
    ["abysal whi", "Abyssal whip"],
    ["dargon scimiatr", "Dragon scimitar"],
    ["prayre poiton", "Prayer potion(4)"],
    ["antidragn sheild", "Anti-dragon shield"],
    ["abissel", "Abyssal whip"],
  ])("takes %j for %j", (text, name) => {
    expect(find(market, text)[0]).toBe(name);
  });

  it("takes no more wrong letters than that, and none in three letters", () => {
    for (const text of ["wyrp", "pyxe essence", "abizzel", "wh1"])
      expect([text, find(market, text)]).toEqual([text, []]);
  });

  it("finds every name by one wrong letter in a word of four or five, by two from six on", () => {
    const word = fc.stringMatching(/^[a-z]{4,12}$/);
    fc.assert(
      fc.property(word, fc.array(word), fc.nat(), fc.nat(), (name, others, first, second) => {
        const broken = [...name];
        const places = name.length >= 6 ? [first, second] : [first];
        for (const place of places) broken[place % name.length] = "0";
        expect(find(itemsOf(...others, name), broken.join(""))).toContain(name);
      }),
    );
  });

  it("finds nothing without letters or digits, and nothing for what nothing is called", () => {
    for (const text of ["", "  ('", "zzz", "no such thing"]) expect(find(market, text)).toEqual([]);
    expect(["", " ('", "x", "5", "é"].map(isSearched)).toEqual([false, false, true, true, true]);
    expect(find(market, "dragon", 0)).toEqual([]);
  });

  it("returns distinct items, at most the limit, and finds every name by itself", () => {
    const list = fc.array(fc.stringMatching(/^[A-Za-z][A-Za-z' ()0-9]{0,20}$/), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(list, fc.nat(), fc.integer({ min: 1, max: 40 }), (names, seed, limit) => {
        const target = names[seed % names.length] ?? "";
        const items = itemsOf(...names);
        const columns = { ...emptyColumns, id: items.map(({ id }) => id), name: names };
        const found = rankItems(columns, target, limit);
        expect(found.length).toBeLessThanOrEqual(limit);
        expect(new Set(found).size).toBe(found.length);
        expect(fold(names[found[0] ?? -1] ?? "").joined).toBe(fold(target).joined);
      }),
    );
  });
});

const emptyColumns = { high: [], low: [], volume24h: [] };
