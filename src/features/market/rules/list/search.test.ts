import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rankNames } from "./search.ts";

const names = [
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
];
const find = (query: string, limit = 10) => rankNames(names, query, limit).map((index) => names[index]);

describe("rankNames", () => {
  it("puts the whole name first, then names that start with it, the shorter before the longer", () => {
    expect(find("dragon", 4)).toEqual([
      "Dragon",
      "Dragonstone",
      "Dragon scimitar",
      "Dragon scimitar ornament kit",
    ]);
  });

  it("puts a start of a word before a part of a word before scattered letters", () => {
    const list = ["Sap orc", "Keepsake", "Raw ape", "Ape atoll", "Grape"];
    expect(rankNames(list, "ape", 5).map((index) => list[index])).toEqual(["Ape atoll", "Raw ape", "Grape"]);
    expect(rankNames(["S-a-x-p", "Sap orc"], "sap", 5)).toEqual([1, 0]);
  });

  it("puts an item before its accessories", () => {
    const list = ["Rune scimitar ornament kit", "Bronze scimitar", "Rune scimitar"];
    expect(rankNames(list, "scim", 3)).toEqual([2, 1, 0]);
  });

  it("finds abbreviations, by words and by letters", () => {
    expect(find("drag scim")[0]).toBe("Dragon scimitar");
    expect(find("scim drag")[0]).toBe("Dragon scimitar");
    expect(find("dscim")[0]).toBe("Dragon scimitar");
    expect(rankNames(["Bronze longsword", "Zogre bones", "Zamorak godsword"], "zgs", 1)).toEqual([2]);
    expect(rankNames(["Gilded scimitar", "Dragon scimitar"], "dscim", 1)).toEqual([1]);
    expect(find("whip")).toEqual(["Abyssal whip"]);
  });

  it("ignores case, apostrophes and brackets", () => {
    expect(find("AHRIMS")[0]).toBe("Ahrim's hood");
    expect(find("ahrim's h")[0]).toBe("Ahrim's hood");
    expect(find("prayer potion (4)")[0]).toBe("Prayer potion(4)");
  });

  it("finds nothing for an empty query", () => {
    expect(find("")).toEqual([]);
    expect(find("  ('")).toEqual([]);
    expect(find("zzz")).toEqual([]);
    expect(find("dragon", 0)).toEqual([]);
  });

  it("returns distinct indices, at most the limit, and finds every name by itself", () => {
    const list = fc.array(fc.stringMatching(/^[A-Za-z][A-Za-z' ()0-9]{0,20}$/), {
      minLength: 1,
      maxLength: 30,
    });
    fc.assert(
      fc.property(list, fc.nat(), fc.integer({ min: 1, max: 40 }), (generated, seed, limit) => {
        const target = generated[seed % generated.length] ?? "";
        const found = rankNames(generated, target, limit);
        expect(found.length).toBeLessThanOrEqual(limit);
        expect(new Set(found).size).toBe(found.length);
        const best = generated[found[0] ?? -1] ?? "";
        const same = (text: string) =>
          text
            .toLowerCase()
            .replaceAll("'", "")
            .replaceAll(/[^a-z0-9]+/g, " ")
            .trim();
        expect(same(best)).toBe(same(target));
      }),
    );
  });
});
