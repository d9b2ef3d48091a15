/** How well a name matches a query; lower is better: [kind of match, detail within the kind]. */
type Rank = readonly [tier: number, detail: number];

const EXACT = 0;
const PREFIX = 1;
const WORD_PREFIXES = 2;
const SUBSTRING = 3;
const WORDS_ANY_ORDER = 4;
const SUBSEQUENCE = 5;

/** Normalizes a name to what people type: `Ahrim's hood` to `ahrims hood`, `Prayer potion(4)` to `prayer potion 4`. */
const fold = (text: string): string =>
  text
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{M}|['’`]/gu, "")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** Normalized names are cached per list, so that a keystroke needs one scan and no allocation per name. */
const foldedLists = new WeakMap<readonly string[], readonly string[]>();

function foldedNames(names: readonly string[]): readonly string[] {
  const known = foldedLists.get(names);
  if (known) return known;
  const folded = names.map(fold);
  foldedLists.set(names, folded);
  return folded;
}

/** True if each query word starts a word of the name, in order. */
function areWordsInOrder(name: string, words: readonly string[]): boolean {
  const padded = ` ${name}`;
  let from = 0;
  for (const word of words) {
    const at = padded.indexOf(` ${word}`, from);
    if (at < 0) return false;
    from = at + 1 + word.length;
  }
  return true;
}

/** The bonus of a letter that starts a word, in letters of distance, so that `zgs` finds the Zamorak godsword. */
const INITIAL = 8;

/** The distance between the letters in the name, minus a bonus for each that starts a word; null if a letter is missing. */
function scatter(name: string, letters: string): number | null {
  let at = -1;
  for (const letter of letters) {
    at = name.indexOf(letter, at + 1);
    if (at < 0) return null;
  }
  const end = at;
  let start = end + 1;
  let initials = 0;
  for (let index = letters.length - 1; index >= 0; index--) {
    start = name.lastIndexOf(letters.charAt(index), start - 1);
    if (start === 0 || name.charAt(start - 1) === " ") initials += 1;
  }
  return end - start + 1 - INITIAL * initials;
}

function rankOf(name: string, query: string, words: readonly string[], letters: string): Rank | null {
  if (name === query) return [EXACT, 0];
  if (name.startsWith(query)) return [PREFIX, 0];
  if (areWordsInOrder(name, words)) return [WORD_PREFIXES, 0];
  const at = name.indexOf(query);
  if (at >= 0) return [SUBSTRING, at];
  if (words.length > 1 && words.every((word) => ` ${name}`.includes(` ${word}`))) return [WORDS_ANY_ORDER, 0];
  const scattered = scatter(name, letters);
  return scattered === null ? null : [SUBSEQUENCE, scattered];
}

/**
 * Returns the indices of the best `limit` names for a typed query, best first: the whole name, its start, starts of its
 * words (`drag scim`), any part of it, then its letters in order (`dscim`). Among equal matches the shorter name is first,
 * then the order of the list. Case, accents and punctuation are ignored. A query without letters or digits finds nothing.
 */
export function rankNames(names: readonly string[], query: string, limit: number): number[] {
  const folded = fold(query);
  if (folded === "" || limit <= 0) return [];
  const words = folded.split(" ");
  const letters = words.join("");
  const hits: { index: number; tier: number; detail: number; length: number }[] = [];
  for (const [index, name] of foldedNames(names).entries()) {
    const rank = rankOf(name, folded, words, letters);
    if (rank) hits.push({ index, tier: rank[0], detail: rank[1], length: name.length });
  }
  return hits
    .toSorted((a, b) => a.tier - b.tier || a.detail - b.detail || a.length - b.length || a.index - b.index)
    .slice(0, limit)
    .map((hit) => hit.index);
}
