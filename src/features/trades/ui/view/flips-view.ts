import { createParser, parseAsInteger, parseAsStringLiteral } from "nuqs";
import type { inferParserType } from "nuqs";
import type { ListTradesInput, TradeKind } from "#features/trades/entry/contract.ts";
import type { GetFlipsInput } from "#features/trades/flips/contract.ts";
import { knownSources } from "#features/trades/ui/words.ts";

export const tabIds = ["closed", "open", "trades", "gaps"] as const;
export type TabId = (typeof tabIds)[number];

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
const FLIP_ID = /^[\da-f][\da-f:-]{35,79}$/;

/** The start of a day by the reader's clock, epoch ms; null for text that is no day. `later`: so many days after it. */
export function dayStart(text: string, later = 0): number | null {
  const [, year, month, day] = DAY.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  if (new Date(year, month - 1, day).getMonth() !== month - 1) return null;
  return new Date(year, month - 1, day + later).getTime();
}

const checked = (isValid: (text: string) => boolean) =>
  createParser<string>({ parse: (text) => (isValid(text) ? text : null), serialize: String });
const aDay = checked((text) => dayStart(text) !== null);

export const kinds: readonly TradeKind[] = [
  "buy",
  "sell",
  "gain",
  "withdrawal",
  "transfer",
  "input",
  "output",
];

export const viewParsers = {
  tab: parseAsStringLiteral(tabIds).withDefault("closed"),
  item: parseAsInteger,
  character: checked((text) => UUID.test(text)),
  source: parseAsStringLiteral(knownSources),
  result: parseAsStringLiteral(["profit", "loss", "unknown"]),
  kind: parseAsStringLiteral(kinds),
  from: aDay,
  to: aDay,
  sort: parseAsStringLiteral(["newest", "oldest", "best", "worst"]).withDefault("newest"),
  /** The flip that is explained. */
  flip: checked((text) => FLIP_ID.test(text)),
};
export type FlipsView = inferParserType<typeof viewParsers>;

export const filterNames = ["item", "character", "source", "result", "kind", "from", "to"] as const;
export type FilterName = (typeof filterNames)[number];

/** The filters that a tab has. */
const tabFilters: Readonly<Record<TabId, readonly FilterName[]>> = {
  closed: ["item", "character", "result", "source", "from", "to"],
  open: ["item", "character", "from", "to"],
  trades: ["item", "character", "kind", "source", "from", "to"],
  gaps: [],
};
export const hasFilter = (tab: TabId, name: FilterName): boolean => tabFilters[tab].includes(name);
export const activeFilters = (view: FlipsView): FilterName[] =>
  tabFilters[view.tab].filter((name) => view[name] !== null);

type Shared = Pick<GetFlipsInput, "itemId" | "character" | "from" | "to">;

/** What all tabs filter by. The day `to` counts as a whole. */
function sharedInput({ item, character, from, to }: FlipsView): Shared {
  const fromMs = from === null ? null : dayStart(from);
  const toMs = to === null ? null : dayStart(to, 1);
  return {
    ...(item !== null && item >= 0 && { itemId: item }),
    ...(character !== null && { character }),
    ...(fromMs !== null && fromMs >= 0 && { from: fromMs }),
    ...(toMs !== null && toMs >= 0 && { to: toMs }),
  };
}

/** The query for the open or closed flips of a view. Open ones have no source, no result and two orders only. */
export function flipsInput(view: FlipsView): Omit<GetFlipsInput, "cursor" | "limit"> {
  const { source, result, sort } = view;
  if (view.tab !== "closed")
    return { state: "open", ...sharedInput(view), sort: sort === "oldest" ? "oldest" : "newest" };
  return {
    state: "closed",
    ...sharedInput(view),
    ...(source !== null && { source }),
    ...(result !== null && { result }),
    sort,
  };
}

export function tradesInput(view: FlipsView): Omit<ListTradesInput, "cursor" | "limit"> {
  const { source, kind } = view;
  return { ...sharedInput(view), ...(source !== null && { source }), ...(kind !== null && { kind }) };
}

/** Names the rows of a view and their order. */
export const rowsKey = (view: FlipsView): string =>
  `flips ${JSON.stringify([view.tab, view.sort, ...activeFilters(view).map((name) => [name, view[name]])])}`;
