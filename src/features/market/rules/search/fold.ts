/** A name as it is searched. */
export type FoldedName = {
  /** Lower case, without accents and apostrophes, punctuation as one space: `ring of wealth 5`. */
  text: string;
  words: readonly string[];
  /** Without spaces, so that `antidragon shield` is the Anti-dragon shield. */
  joined: string;
};

const APOSTROPHES = /['’‘‛`´ʼʹ′＇]/g;

/**
 * Folds a name or a typed text to what both are compared by: case, accents, apostrophes, punctuation, spaces and invisible
 * characters make no difference. `Ahrim's hood` is `ahrims hood`, `Prayer potion(4)` is `prayer potion 4`.
 */
export function fold(name: string): FoldedName {
  const text = name
    .replaceAll(APOSTROPHES, "")
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/[\p{M}\p{Cf}]/gu, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  const words = text === "" ? [] : text.split(" ");
  return { text, words, joined: words.join("") };
}

/** More than four catalogues. */
const KEPT = 20_000;
const folded = new Map<string, FoldedName>();

/** `fold` of a catalogue's name, kept: each tick brings the same names in a new list. */
export function foldName(name: string): FoldedName {
  const known = folded.get(name);
  if (known) return known;
  if (folded.size >= KEPT) folded.clear();
  const made = fold(name);
  folded.set(name, made);
  return made;
}
