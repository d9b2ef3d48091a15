import { momentOf, readTimeWords } from "./time-words.ts";
import type { TimeWords } from "./time-words.ts";
import { lower, tokensOf } from "./tokens.ts";
import type { Token } from "./tokens.ts";

export type QuickPart = "kind" | "quantity" | "item" | "price" | "time" | "character";

/** What a typed line says; null is what it does not say (yet). */
export type QuickLine = {
  kind: "buy" | "sell" | null;
  quantity: number | null;
  /** The words for the item, and where they stand in the line. */
  item: { text: string; start: number; end: number } | null;
  price: { each: number } | { total: number } | null;
  /** Epoch ms; null: now. */
  atMs: number | null;
  character: string | null;
  /** The first thing that is wrong or missing; null: the line is whole. */
  problem: { part: QuickPart; words: string } | null;
};

type Reader = {
  nowMs: number;
  /** The IANA name of the zone whose clock the typed times are of. */
  zone: string;
  /** Reads an amount such as `1.5m`; null for other text. */
  readAmount: (text: string) => number | null;
};

const KINDS: Readonly<Record<string, "buy" | "sell">> = {
  b: "buy",
  buy: "buy",
  bought: "buy",
  s: "sell",
  sell: "sell",
  sold: "sell",
};
/** The longest time has so many words: `yesterday at 2:30 pm`. */
const MOST_TIME_WORDS = 4;
/** The side, the quantity and a word of the item stand before a price. */
const BEFORE_PRICE = 3;
const EACH: ReadonlySet<string> = new Set(["each", "ea", "gp"]);

/** Words in the order in which they are asked for. */
const MISSING: Readonly<Record<"kind" | "quantity" | "item" | "price", string>> = {
  kind: "Begin with b for a purchase or s for a sale",
  quantity: "Say how many: b 100 nature rune 105",
  item: "Say which item: b 100 nature rune 105",
  price: "Say the price of one unit, or for and the total: 105, or for 10.5k",
};

function takeTime(tokens: Token[]): TimeWords | null {
  for (let count = Math.min(MOST_TIME_WORDS, tokens.length - 2); count > 0; count--) {
    const time = readTimeWords(lower(tokens.slice(-count)));
    if (time === null) continue;
    tokens.splice(-count);
    return time;
  }
  return null;
}

/** The name after the last `@`, unless a price follows it. */
function takeCharacter(line: string, tokens: Token[], readAmount: Reader["readAmount"]): string | null {
  const index = tokens.findLastIndex(({ text }) => text.startsWith("@"));
  const at = tokens[index];
  const last = tokens.at(-1);
  if (at === undefined || last === undefined || index < 2) return null;
  const name = line.slice(at.start + 1, last.end).trim();
  if (readAmount(name.replace(/\s(?:each|ea|gp)$/i, "")) !== null) return null;
  tokens.splice(index);
  return name;
}

type Price = { price: QuickLine["price"]; problem: string | null };

function takePrice(tokens: Token[], readAmount: Reader["readAmount"]): Price {
  const isEach = EACH.has(tokens.at(-1)?.text.toLowerCase() ?? "") && tokens.length > BEFORE_PRICE + 1;
  const rest = isEach ? tokens.slice(0, -1) : tokens;
  const last = rest.at(-1);
  const mark = rest.at(-2)?.text.toLowerCase();
  const isMarked = mark === "for" || mark === "at" || mark === "@";
  if (last === undefined || rest.length <= BEFORE_PRICE + (isMarked ? 1 : 0))
    return { price: null, problem: null };
  const amount = readAmount(last.text.replace(/^@/, ""));
  if (amount === null)
    return { price: null, problem: isMarked ? `“${last.text}” is no price: write 105, 1.5m or 2b` : null };
  tokens.splice(rest.length - (isMarked ? 2 : 1));
  if (amount < 0) return { price: null, problem: "A price is 0 gp or more" };
  return { price: mark === "for" ? { total: amount } : { each: amount }, problem: null };
}

const readQuantity = (text: string, readAmount: Reader["readAmount"]): number | null =>
  readAmount(text.replace(/^x(?=\d)|(?<=[\dkmb])x$/i, ""));

/**
 * Reads a line such as `b 100 nature rune 105`, `s 10 dscim 98k yesterday 14:30` or `b 5 tbow for 8b @ Main`: side,
 * quantity, item, price of one unit (or `for` and the total), then time and character in either order. The item is what
 * stands between quantity and price.
 */
export function parseQuickLine(line: string, { nowMs, zone, readAmount }: Reader): QuickLine {
  const tokens = tokensOf(line);
  const before = takeTime(tokens);
  const character = takeCharacter(line, tokens, readAmount);
  const words = before ?? takeTime(tokens);
  const time = words === null ? null : momentOf(words, { nowMs, zone });
  const { price, problem: priceProblem } = takePrice(tokens, readAmount);

  const [side, count, ...more] = tokens;
  const kind = KINDS[side?.text.toLowerCase() ?? ""] ?? null;
  const quantity = count === undefined ? null : readQuantity(count.text, readAmount);
  const named = quantity === null && count !== undefined ? [count, ...more] : more;
  const [first, last] = [named[0], named.at(-1)];
  const item =
    first === undefined || last === undefined
      ? null
      : { text: line.slice(first.start, last.end), start: first.start, end: last.end };

  const problemOf = (): QuickLine["problem"] => {
    const missing = { kind, quantity, item };
    for (const part of ["kind", "quantity", "item"] as const)
      if (missing[part] === null) return { part, words: MISSING[part] };
    if (quantity !== null && quantity < 1) return { part: "quantity", words: "Use 1 unit or more" };
    if (price === null) return { part: "price", words: priceProblem ?? MISSING.price };
    if (time !== null && "problem" in time) return { part: "time", words: time.problem };
    if (character === "") return { part: "character", words: "Write the character's name after the @" };
    return null;
  };
  return {
    kind,
    quantity,
    item,
    price,
    atMs: time !== null && "atMs" in time ? time.atMs : null,
    character: character === "" ? null : character,
    problem: problemOf(),
  };
}
