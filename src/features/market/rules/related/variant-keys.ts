const COLOURS = "red blue green yellow purple white black pink orange brown grey cream turquoise".split(" ");
const GODS = ["saradomin", "zamorak", "guthix", "armadyl", "bandos", "ancient"] as const;
/** What an item was before it was cooked, cleaned, cut, charged or repaired. */
const STATES = "raw cooked uncooked grimy uncut uncharged broken unfinished".split(" ");

/** Kits whose names leave out words of the item that they adorn. */
const KITS: Readonly<Record<string, string>> = {
  anguish: "necklace of anguish",
  "dragon legs/skirt": "dragon platelegs",
  fury: "amulet of fury",
  occult: "occult necklace",
  tormented: "tormented bracelet",
  torture: "amulet of torture",
};

const ORNAMENT = /^(.+) ornament kit$/;

/**
 * The name without what tells variants apart: doses and charges `(4)`, `(unf)`, poison `(p++)`, trims `(g)`, heraldry
 * `(h1)`, other words in brackets, a number at the end, the state (`Raw`, `Grimy`), `ornament kit`. Gilded armour is rune
 * armour.
 */
export function stemOf(name: string): string {
  const bare = name
    .toLowerCase()
    .replace(/(\s*\([^()]*\))+$/, "")
    .replace(/\s+\d+$/, "")
    .trim();
  const adorned = ORNAMENT.exec(bare)?.[1];
  if (adorned !== undefined) return KITS[adorned] ?? adorned;
  const [first = "", ...rest] = bare.split(" ");
  if (rest.length === 0) return bare;
  if (STATES.includes(first)) return rest.join(" ");
  return first === "gilded" ? ["rune", ...rest].join(" ") : bare;
}

const restAfter = (stem: string, words: readonly string[]): string | null => {
  const [first = "", ...rest] = stem.split(" ");
  return rest.length > 0 && words.includes(first) ? rest.join(" ") : null;
};

/** `blue wizard hat` → `wizard hat`, if the first word is a colour. */
export const afterColour = (stem: string): string | null => restAfter(stem, COLOURS);

/** `zamorak page` → `page`, if the first word is a god's name. */
export const afterGod = (stem: string): string | null => restAfter(stem, GODS);
