import type { FoldedName } from "./fold.ts";

/** How a name matches a typed text, best first. A match by nickname or id is as good as one by name, but after it. */
export const tiers = {
  name: 0,
  alias: 1,
  prefix: 2,
  words: 3,
  part: 4,
  initials: 5,
  /** Plus the number of wrong letters. */
  typos: 6,
  scattered: 20,
} as const;

/** True if the text stands in the name from the start of a word on, over the spaces between words. */
function isFromWord({ words, joined }: FoldedName, text: string): boolean {
  if (!joined.includes(text)) return false;
  let at = 0;
  for (const word of words) {
    if (joined.startsWith(text, at)) return true;
    at += word.length;
  }
  return false;
}

/** Whether a typed word starts a word of the name (`words`) or is any part of it (`part`); else null. */
export function matchWord(name: FoldedName, word: string): number | null {
  const at = name.text.indexOf(word);
  if (at === 0) return tiers.words;
  if (at > 0) {
    return name.text.charAt(at - 1) === " " || name.text.includes(` ${word}`) ? tiers.words : tiers.part;
  }
  return isFromWord(name, word) ? tiers.words : null;
}

/** The tier of a name that has the typed text as it is: all of it, its start, or each of its words. Else null. */
export function matchText(name: FoldedName, typed: FoldedName): number | null {
  if (name.joined === typed.joined) return tiers.name;
  if (name.text.startsWith(typed.text)) return tiers.prefix;
  if (name.joined.startsWith(typed.joined)) return tiers.words;
  let tier: number = tiers.words;
  for (const word of typed.words) {
    const match = matchWord(name, word);
    if (match === null) return null;
    tier = Math.max(tier, match);
  }
  return tier;
}

/** Of the first word a short form has one letter or two; with more it is the word itself, mistyped. */
const FIRST_LETTERS = 2;

/** True if the letters are starts of the name's words in order, from its first on: `dscim`, `rof`. */
export function isOfInitials(words: readonly string[], letters: string, from = 0): boolean {
  const word = words[from] ?? "";
  const most = Math.min(from === 0 ? FIRST_LETTERS : word.length, word.length, letters.length);
  for (let length = 1; length <= most; length++) {
    if (word.charAt(length - 1) !== letters.charAt(length - 1)) return false;
    const rest = letters.slice(length);
    if (rest === "") return true;
    for (let next = from + 1; next < words.length; next++) {
      if (isOfInitials(words, rest, next)) return true;
    }
  }
  return false;
}

/** What a letter that starts a word counts for, in letters of distance. */
const INITIAL = 8;

/**
 * The distance between the letters of `text` that are `letters` in order, minus a bonus for each that starts a word, so
 * that `zgs` is the Zamorak godsword. Null if one is missing or the first starts no word.
 */
export function scatter(text: string, letters: string): number | null {
  let at = -1;
  for (const letter of letters) {
    at = text.indexOf(letter, at + 1);
    if (at < 0) return null;
  }
  const end = at;
  let start = end + 1;
  let initials = 0;
  let isInitial = false;
  for (let index = letters.length - 1; index >= 0; index--) {
    start = text.lastIndexOf(letters.charAt(index), start - 1);
    isInitial = start === 0 || text.charAt(start - 1) === " ";
    if (isInitial) initials += 1;
  }
  return isInitial ? end - start + 1 - INITIAL * initials : null;
}
