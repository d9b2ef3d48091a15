import { madeOf } from "./made-of.ts";
import { setPieces } from "./set-pieces.ts";
import { afterColour, afterGod, stemOf } from "./variant-keys.ts";

/** As many as a page shows. */
const MAX_RELATED = 12;
/** What fewer gods share by name is not one thing in their colours: Armadyl's and Bandos' chestplates are two armours. */
const MIN_GODS = 3;
/** Different potions in spite of their names. */
const NOT_BY_GOD: ReadonlySet<string> = new Set(["brew"]);
/** Black and white are metals too: what also exists in iron is made of them, not dyed. */
const METAL_COLOURS = /^(black|white) /;

type Groups = Map<string, number[]>;

const add = (groups: Groups, key: string, index: number) => {
  const own = groups.get(key);
  if (own === undefined) groups.set(key, [index]);
  else own.push(index);
};

/** The groups of variants of each item, by what their names share: a stem, the rest after a colour, after a god's name. */
function variantsOf(stems: readonly string[]): (index: number) => number[] {
  const groups: Groups = new Map();
  const known = new Set(stems);
  const keys = stems.map((stem) => {
    const coloured = afterColour(stem);
    const isMetal = METAL_COLOURS.test(stem) && known.has(`iron ${coloured}`);
    const godly = afterGod(stem);
    return [
      `stem ${stem}`,
      ...(coloured === null || isMetal ? [] : [`colour ${coloured}`]),
      ...(godly === null || NOT_BY_GOD.has(godly) ? [] : [`god ${godly}`]),
    ];
  });
  for (const [index, own] of keys.entries()) for (const key of own) add(groups, key, index);
  for (const [key, indexes] of groups) {
    const gods = new Set(indexes.map((index) => stems[index])).size;
    if (key.startsWith("god ") && gods < MIN_GODS) groups.delete(key);
  }
  return (index) => (keys[index] ?? []).flatMap((key) => groups.get(key) ?? []);
}

/** The groups of what belongs together: a set with its pieces, an item with its parts. The whole comes first. */
function wholes(names: readonly string[]): number[][] {
  const indexOf = new Map(names.map((name, index) => [name.toLowerCase(), index]));
  const sets = names.map((name, index) => [index, setPieces(name)] as const);
  const made = Object.entries(madeOf).map(
    ([name, parts]) => [indexOf.get(name.toLowerCase()), parts] as const,
  );
  return [...made, ...sets].flatMap(([whole, parts]) => {
    const known = parts.flatMap((part) => indexOf.get(part.toLowerCase()) ?? []);
    const group = whole === undefined ? known : [whole, ...known];
    return known.length > 0 && group.length > 1 ? [group] : [];
  });
}

/**
 * Finds what belongs to each item of a catalogue by the names: its parts or what it is a part of, its set and the other
 * pieces, then its variants (doses, charges, poison, trims, colours, states, ornament kits). Returns a function from the
 * index of an item to the indexes of at most 12 others; empty where nothing belongs to it.
 */
export function relatedItems(names: readonly string[]): (index: number) => number[] {
  const variants = variantsOf(names.map(stemOf));
  const groupsOf = new Map<number, number[][]>();
  for (const group of wholes(names)) {
    for (const index of group) groupsOf.set(index, [...(groupsOf.get(index) ?? []), group]);
  }
  return (index) => {
    const found = [...(groupsOf.get(index) ?? []).flat(), ...variants(index)];
    return [...new Set(found)].filter((other) => other !== index).slice(0, MAX_RELATED);
  };
}
