import { beforeAll, describe, expect, test } from "vitest";
import { madeOf } from "#features/market/rules/related/made-of.ts";
import { relatedItems } from "#features/market/rules/related/related-items.ts";
import { setPieces } from "#features/market/rules/related/set-pieces.ts";
import { readCapture } from "../support/market/captures.ts";

let names: string[];
let catalogue: ReadonlySet<string>;
let related: (name: string) => string[];
beforeAll(async () => {
  names = (await readCapture<[id: number, name: string][]>("item-names.json")).map(([, name]) => name);
  catalogue = new Set(names.map((name) => name.toLowerCase()));
  const of = relatedItems(names);
  related = (name) => of(names.indexOf(name)).map((index) => names[index] ?? "");
});

const numbered = (name: string, numbers: readonly number[]) => numbers.map((n) => `${name}(${n})`);
const piecesOf = (set: string) => setPieces(set).filter((piece) => catalogue.has(piece));

describe("related items of the whole catalogue", () => {
  test.each([
    ["doses", "Prayer potion(4)", numbered("Prayer potion", [1, 2, 3])],
    ["no other antidote", "Antidote++(4)", numbered("Antidote++", [1, 2, 3])],
    ["poison", "Dragon dagger", ["Dragon dagger(p)", "Dragon dagger(p+)", "Dragon dagger(p++)"]],
    ["unfinished", "Broad bolts", ["Unfinished broad bolts"]],
    [
      "charges",
      "Amulet of glory(4)",
      ["", "(6)", " (t)", " (t4)", " (t6)"].map((charges) => `Amulet of glory${charges}`),
    ],
    ["an ornament kit", "Dragon scimitar", ["Dragon scimitar ornament kit"]],
    ["a kit of another name", "Amulet of torture", ["Torture ornament kit"]],
    ["raw and cooked", "Shark", ["Raw shark"]],
    ["grimy and clean", "Ranarr weed", ["Grimy ranarr weed"]],
    ["shards of a blade", "Godsword shard 1", ["Godsword blade", "Godsword shard 2", "Godsword shard 3"]],
    ["a sigil and its shield", "Elysian sigil", ["Elysian spirit shield", "Blessed spirit shield"]],
    ["a repaired armour", "Torva platebody", ["Torva platebody (damaged)"]],
    ["colours", "Red beret", ["Black beret", "Blue beret", "White beret"]],
    ["a metal, not a colour", "White dagger", ["White dagger(p)", "White dagger(p+)", "White dagger(p++)"]],
    ["a potion of another god", "Saradomin brew(4)", numbered("Saradomin brew", [1, 2, 3])],
    ["two armours of gods", "Bandos chestplate", []],
    ["nothing", "Coal", []],
    ["nothing", "Nature rune", []],
    ["nothing", "Old school bond", []],
  ])("know %s: %s", (_kind, name, expected) => {
    expect(names).toContain(name);
    expect(related(name).toSorted()).toEqual(expected.toSorted());
  });

  test("show what an item is made of before its variants", () => {
    expect(new Set(related("Rune platebody").slice(0, 6))).toEqual(
      new Set([
        "Rune armour set (lg)",
        "Rune full helm",
        "Rune kiteshield",
        "Rune platelegs",
        "Rune armour set (sk)",
        "Rune plateskirt",
      ]),
    );
    expect(related("Rune platebody")).toContain("Gilded platebody");
    expect(related("Armadyl godsword").slice(0, 2)).toEqual(["Armadyl hilt", "Godsword blade"]);
  });

  test("lead from an item to another and back, at most 12 and never to itself", () => {
    for (const name of names) {
      const others = related(name);
      expect(others.length).toBeLessThanOrEqual(12);
      expect(others).not.toContain(name);
      for (const other of others) {
        const back = related(other);
        if (back.length < 12) expect(back, `${other} leads back`).toContain(name);
      }
    }
  });
});

describe("sets", () => {
  const MAIL = ["full helm", "platebody", "kiteshield"];
  test.each([
    ["Ahrim's armour set", ["ahrim's hood", "ahrim's robetop", "ahrim's robeskirt", "ahrim's staff"]],
    ["Guthix dragonhide set", ["guthix coif", "guthix d'hide body", "guthix chaps", "guthix bracers"]],
    ["Gilded dragonhide set", ["gilded d'hide body", "gilded d'hide chaps", "gilded d'hide vambraces"]],
    ["Steel trimmed set (sk)", [...MAIL, "plateskirt"].map((piece) => `steel ${piece} (t)`)],
    ["Ancient rune armour set (lg)", [...MAIL, "platelegs"].map((piece) => `ancient ${piece}`)],
    ["Book of war page set", [1, 2, 3, 4].map((page) => `bandos page ${page}`)],
    [
      "Mystic set (blue)",
      "hat,robe top,robe bottom,gloves,boots".split(",").map((piece) => `mystic ${piece}`),
    ],
    [
      "Raging echoes relic hunter (t2) armour set",
      ["hat", "top", "robeskirt", "boots"].map((piece) => `raging echoes ${piece} (t2)`),
    ],
    ["Proselyte harness f", ["proselyte sallet", "proselyte hauberk", "proselyte tasset"]],
  ])("unpack %s into its pieces and no others", (set, pieces) => {
    expect(piecesOf(set).toSorted()).toEqual(pieces.toSorted());
  });

  test("are all 117 that the game has, each with two pieces or more", () => {
    const found = names.filter((name) => piecesOf(name).length > 0);
    expect(found).toHaveLength(117);
    for (const set of found) expect(piecesOf(set).length, set).toBeGreaterThan(1);
  });

  test("and wholes have parts that the catalogue has", () => {
    const parts = Object.values(madeOf).flat();
    expect(parts.filter((part) => !names.includes(part))).toEqual([]);
  });
});
