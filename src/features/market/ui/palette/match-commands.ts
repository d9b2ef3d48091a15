import { fold } from "#features/market/rules/search/fold.ts";

/** A page or action with what people type for it besides its label. */
export type Named = { label: string; words: readonly string[] };

/** From this many letters on, the beginning of a phrase means the command, not an item. */
const PREFIX_LETTERS = 3;

/** 4: its label; 3: a phrase of it; 2: the beginning of either; 1: somewhere within; 0: not at all. */
function scoreOf({ label, words }: Named, typed: string): number {
  const query = fold(typed);
  if (query.joined === "") return 0;
  const phrases = [label, ...words].map(fold);
  if (phrases[0]?.joined === query.joined) return 4;
  if (phrases.some(({ joined }) => joined === query.joined)) return 3;
  const isLong = query.joined.length >= PREFIX_LETTERS;
  if (isLong && phrases.some(({ joined }) => joined.startsWith(query.joined))) return 2;
  return phrases.some(({ text }) => ` ${text}`.includes(` ${query.text}`)) ? 1 : 0;
}

const NAMED_SHOWN = 6;
const OTHERS_SHOWN = 3;

/**
 * The commands for a typed text, best first, without regard to case, spaces and punctuation: `login` is "log in".
 * `named`: what was typed names one, or is the beginning of its name.
 */
export function matchCommands<Command extends Named>(
  commands: readonly Command[],
  typed: string,
): { named: boolean; found: Command[] } {
  const scored = commands
    .map((command) => ({ command, score: scoreOf(command, typed) }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score);
  const named = (scored[0]?.score ?? 0) > 1;
  return {
    named,
    found: scored.slice(0, named ? NAMED_SHOWN : OTHERS_SHOWN).map(({ command }) => command),
  };
}

const ITEMS_BEFORE_COMMANDS = 6;

/**
 * Commands that were named come first; but `dark` is first of all the beginning of items, which then precede them
 * without pushing them out of view.
 */
export function orderEntries<Entry extends { label: string }>(
  typed: string,
  items: readonly Entry[],
  { named, found }: { named: boolean; found: readonly Entry[] },
): Entry[] {
  if (!named) return [...items, ...found];
  const query = fold(typed).text;
  const isItem = items.some(({ label }) => fold(label).text.startsWith(query));
  const isLabel = found.some(({ label }) => fold(label).text === query);
  return isItem && !isLabel
    ? [...items.slice(0, ITEMS_BEFORE_COMMANDS), ...found, ...items.slice(ITEMS_BEFORE_COMMANDS)]
    : [...found, ...items];
}
