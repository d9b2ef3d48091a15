"use client";
import { useMemo, useState } from "react";
import type { NewTrade } from "#features/trades/entry/contract.ts";
import { parseQuickLine } from "#features/trades/rules/quick-line/parse-quick-line.ts";
import type { QuickLine } from "#features/trades/rules/quick-line/parse-quick-line.ts";
import { tradeCoins } from "#features/trades/rules/quick-line/trade-coins.ts";
import type { TradeCoins } from "#features/trades/rules/quick-line/trade-coins.ts";
import { useSuggestions } from "#features/trades/ui/items/use-suggestions.ts";
import type { FoundItem, Items } from "#features/trades/ui/items/use-items.ts";
import { numberMarksOf, parseAmount } from "#ui/format/amount.ts";
import { readNow } from "#ui/format/now.tsx";

/** What will be stored; null is what the line does not say yet. */
export type Draft = {
  line: QuickLine;
  item: FoundItem | null;
  coins: TradeCoins | null;
  /** The name of the character, as it is stored. */
  character: string | null;
  /** Null: it can be added. */
  problem: string | null;
  trade: NewTrade | null;
};

type Context = { items: Items; characters: readonly { id: string; name: string }[] };

function characterProblem(name: string, characters: Context["characters"]): string {
  const names = characters.map((each) => each.name).join(", ");
  return names === ""
    ? `You have no character “${name}” yet: leave it out, or add it on this page's form`
    : `You have no character “${name}”: ${names}`;
}

function draftOf(line: QuickLine, item: FoundItem | null, { items, characters }: Context): Draft {
  const { kind, quantity, price, atMs, character: typed } = line;
  const own = characters.find(({ name }) => name.toLowerCase() === typed?.toLowerCase());
  const character = typed === null ? (characters[0]?.name ?? null) : (own?.name ?? typed);
  const draft = { line, item, character, coins: null, trade: null };
  if (line.item !== null && item === null && items.isLoaded)
    return { ...draft, problem: `No item is called “${line.item.text}”` };
  if (kind === null || quantity === null || quantity < 1 || price === null || item === null)
    return { ...draft, problem: line.problem?.words ?? "The items are still loading" };
  const coins = tradeCoins({ kind, itemId: item.id, quantity, price, atMs: atMs ?? readNow() });
  if ("problem" in coins) return { ...draft, problem: coins.problem };
  const known = { ...draft, coins };
  if (line.problem !== null) return { ...known, problem: line.problem.words };
  if (typed !== null && own === undefined && characters.length > 0)
    return { ...known, problem: characterProblem(typed, characters) };
  const paid = "total" in price ? { total: price.total } : { price: price.each };
  const at = atMs === null ? {} : { at: atMs };
  const by = typed === null ? {} : { character: own?.id ?? typed };
  return { ...known, problem: null, trade: { kind, itemId: item.id, quantity, ...paid, ...at, ...by } };
}

/** The line that is being typed, what it means, and suggestions for its item. */
export function useQuickLine(context: Context) {
  const [text, setText] = useState("");
  const [reader] = useState(() => {
    const marks = numberMarksOf();
    return {
      zone: new Intl.DateTimeFormat().resolvedOptions().timeZone,
      readAmount: (typed: string) => parseAmount(typed, marks),
    };
  });
  const line = useMemo(() => parseQuickLine(text, { ...reader, nowMs: readNow() }), [text, reader]);
  // Once a price is typed, the item is done, and the list would hide what the line means.
  const sought = line.price === null ? (line.item?.text ?? "") : "";
  const suggestions = useSuggestions(context.items, sought, ({ name }) => {
    if (line.item === null) return;
    const rest = text.slice(line.item.end);
    setText(`${text.slice(0, line.item.start)}${name}${rest === "" ? " " : rest}`);
  });
  const item = line.item === null ? null : (context.items.search(line.item.text, 1)[0] ?? null);
  return { text, setText, draft: text.trim() === "" ? null : draftOf(line, item, context), suggestions };
}
