import { findNickname } from "./find-nickname.ts";
import { fold, foldName } from "./fold.ts";
import type { FoldedName } from "./fold.ts";
import { isOfInitials, matchText, matchWord, scatter, tiers } from "./match-name.ts";
import { typosAllowed, typosBetween } from "./typos.ts";

type Values = readonly (number | null)[];

/** What of the market's columns a search reads. */
export type SearchedColumns = {
  id: readonly number[];
  name: readonly string[];
  high: Values;
  low: Values;
  volume24h: Values;
};

type Hit = { index: number; tier: number; detail: number; tradedGp: number; length: number };
type Match = { tier: number; detail: number } | null;

const foldedLists = new WeakMap<readonly string[], readonly FoldedName[]>();

function foldedNames(names: readonly string[]): readonly FoldedName[] {
  const known = foldedLists.get(names);
  if (known) return known;
  const made = names.map(foldName);
  foldedLists.set(names, made);
  return made;
}

/** Traded in 24 h at the middle of both prices; 0 where unknown. */
function tradedGp({ high, low, volume24h }: SearchedColumns, index: number): number {
  const buy = low[index] ?? high[index] ?? 0;
  const sell = high[index] ?? low[index] ?? 0;
  return ((buy + sell) / 2) * (volume24h[index] ?? 0);
}

const at = (tier: number, detail = 0): Match => ({ tier, detail });

/** Names, nicknames and ids as they are typed. */
function plainMatch(columns: SearchedColumns, typed: FoldedName): (name: FoldedName, index: number) => Match {
  const isNicknamed = findNickname(typed.joined);
  const id = /^\d+$/.test(typed.joined) ? Number(typed.joined) : null;
  return (name, index) => {
    const tier = matchText(name, typed);
    if (tier === tiers.name) return at(tier);
    if (id === columns.id[index] || isNicknamed?.(name.text) === true) return at(tiers.alias);
    return tier === null ? null : at(tier);
  };
}

/** The wrong letters of each typed word against the closest word of a name; null if one word has no close one. */
function typosMatch(typed: FoldedName): (name: FoldedName) => Match {
  // Many names share their words, so each pair is compared once.
  const compared = typed.words.map((word) => ({ word, found: new Map<string, number | null>() }));
  const closest = (name: FoldedName, { word, found }: (typeof compared)[number]): number | null => {
    if (matchWord(name, word) !== null) return 0;
    const most = typosAllowed(word.length);
    if (most === 0) return null;
    let best: number | null = null;
    for (const own of name.words) {
      let typos = found.get(own);
      if (typos === undefined) found.set(own, (typos = typosBetween(word, own, most)));
      if (typos !== null && (best === null || typos < best)) best = typos;
    }
    return best;
  };
  return (name) => {
    let sum = 0;
    for (const pair of compared) {
      const typos = closest(name, pair);
      // Spaces typed elsewhere than in the name, as in `antidragn shield`.
      if (typos === null) {
        if (name.words.length === typed.words.length) return null;
        const whole = typosBetween(typed.joined, name.joined, typosAllowed(typed.joined.length));
        return whole === null ? null : at(tiers.typos + whole);
      }
      sum += typos;
    }
    return at(tiers.typos + sum);
  };
}

/** A word as the starts of a name's words, else with typos. */
function closeMatch(typed: FoldedName): (name: FoldedName) => Match {
  const withTypos = typosMatch(typed);
  const isOneWord = typed.words.length === 1;
  return (name) =>
    isOneWord && isOfInitials(name.words, typed.joined) ? at(tiers.initials) : withTypos(name);
}

function scatteredMatch(typed: FoldedName): (name: FoldedName) => Match {
  return (name) => {
    const distance = typed.words.length === 1 ? scatter(name.text, typed.joined) : null;
    return distance === null ? null : at(tiers.scattered, distance);
  };
}

/** True if the text asks for something: it has a letter or a digit. */
export const isSearched = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/**
 * The indices of the items that a typed text finds, best first: the name, a nickname (`tbow`) or id, the start of the
 * name, starts of its words (`drag scim`), parts of it. Only where there is none: starts of words run together
 * (`dscim`) and names with one wrong letter a word (two from six letters on); then letters in order. Among equal
 * matches the item with more gp traded in 24 h is first, then the shorter name. A text without letters or digits finds
 * nothing.
 */
export function rankItems(columns: SearchedColumns, query: string, limit = Infinity): number[] {
  const typed = fold(query);
  if (typed.text === "" || limit <= 0) return [];
  const names = foldedNames(columns.name);
  const hitsOf = (match: (name: FoldedName, index: number) => Match): Hit[] => {
    const hits: Hit[] = [];
    for (const [index, name] of names.entries()) {
      const found = match(name, index);
      if (found !== null) {
        hits.push({ ...found, index, tradedGp: tradedGp(columns, index), length: name.text.length });
      }
    }
    return hits;
  };
  let hits = hitsOf(plainMatch(columns, typed));
  // Who writes a nickname wants no Torag's helm for `ags`.
  if (hits.some(({ tier }) => tier === tiers.alias)) hits = hits.filter(({ tier }) => tier < tiers.part);
  // Digits are right or wrong: an id is not close to another.
  const isNumber = /^\d+$/.test(typed.joined);
  if (hits.length === 0 && !isNumber) hits = hitsOf(closeMatch(typed));
  if (hits.length === 0 && !isNumber) hits = hitsOf(scatteredMatch(typed));
  return hits
    .toSorted(
      (a, b) =>
        a.tier - b.tier ||
        a.detail - b.detail ||
        b.tradedGp - a.tradedGp ||
        a.length - b.length ||
        a.index - b.index,
    )
    .slice(0, limit)
    .map((hit) => hit.index);
}
