const METAL = ["full helm", "platebody", "kiteshield"];
const HIDE = ["d'hide body", "d'hide chaps", "d'hide vambraces"];
const GODS_HIDE = ["coif", "d'hide body", "chaps", "bracers"];
/** The pieces of sets that are called "armour set", "robes set" or "set (dark)". */
const PIECES = [
  "helm,full helm,great helm,helmet,hat,hood,mask,coif,faceguard,headband",
  "platebody,brassard,robetop,robe top,leathertop,hauberk,chestguard,cuirass,body,chest,coat,top",
  "platelegs,plateskirt,chainskirt,robeskirt,robe bottom,leatherskirt,legguards,chausses,chaps,legs,trousers",
  "gauntlets,gloves,boots,greataxe,warspear,hammers,flail,staff,crossbow",
].flatMap((line) => line.split(","));
const BOOKS: Readonly<Record<string, string>> = {
  holy: "saradomin",
  unholy: "zamorak",
  balance: "guthix",
  war: "bandos",
  law: "armadyl",
  darkness: "ancient",
};
const gods = Object.values(BOOKS);
const with4 = (...potions: string[]) => potions.map((potion) => `${potion}(4)`);
const named = (prefix: string, pieces: readonly string[], suffix = "") =>
  pieces.map((piece) => `${prefix} ${piece}${suffix}`);

/** Sets whose pieces do not share their name. */
const ODD_SETS: Readonly<Record<string, readonly string[]>> = {
  "dwarf cannon set": ["cannon barrels", "cannon base", "cannon furnace", "cannon stand"],
  "combat potion set": with4("attack potion", "strength potion", "defence potion"),
  "super potion set": with4("super attack", "super strength", "super defence"),
  "partyhat set": "red yellow green blue purple white".split(" ").map((colour) => `${colour} partyhat`),
  "halloween mask set": "red green blue".split(" ").map((colour) => `${colour} halloween mask`),
};

const TRIMS: Readonly<Record<string, string>> = { trimmed: " (t)", "gold-trimmed": " (g)" };

const METAL_SET = /^(\S+?)(?: rune)?(?: armour| trimmed| gold-trimmed)? set \((lg|sk)\)$/;
const HIDE_SET = /^(\S+) dragonhide set$/;
const PAGE_SET = /^(?:book of )?(\S+?)(?: book)? page set$/;
const HARNESS = /^(\S+) harness ([mf])$/;
const RELIC_SET = /^(.+) relic hunter( \(t\d\)) armour set$/;
const SET_WORD = / (set|harness)\b/;
const ARMOUR_SET = /^(.+?)(?: armour| robes)? set( \([a-z]+\))?$/;

/**
 * The lower-case names of the pieces that the item of a set unpacks into; empty for what is no set. Only a candidate that
 * the catalogue has is a piece, so the list may be longer. Source: https://oldschool.runescape.wiki/w/Item_set
 */
export function setPieces(setName: string): readonly string[] {
  const name = setName.toLowerCase();
  if (!SET_WORD.test(name)) return [];
  const odd = ODD_SETS[name];
  if (odd !== undefined) return odd;
  const harness = HARNESS.exec(name);
  if (harness) {
    return named(harness[1] ?? "", ["sallet", "hauberk", harness[2] === "m" ? "cuisse" : "tasset"]);
  }
  const metal = METAL_SET.exec(name);
  if (metal) {
    const trim = Object.keys(TRIMS).find((word) => name.includes(` ${word} `));
    const legs = metal[2] === "lg" ? "platelegs" : "plateskirt";
    return named(metal[1] ?? "", [...METAL, legs], trim === undefined ? "" : TRIMS[trim]);
  }
  const hide = HIDE_SET.exec(name)?.[1];
  if (hide !== undefined) return named(hide, gods.includes(hide) ? GODS_HIDE : HIDE);
  const book = PAGE_SET.exec(name)?.[1];
  const god = book === undefined ? undefined : BOOKS[book];
  if (god !== undefined) return named(god, ["page 1", "page 2", "page 3", "page 4"]);
  const [, prefix, suffix = ""] = RELIC_SET.exec(name) ?? ARMOUR_SET.exec(name) ?? [];
  if (prefix === undefined) return [];
  // The blue mystic robes are the plain ones.
  return named(prefix, PIECES, suffix === " (blue)" ? "" : suffix);
}
