import {
  createLoader,
  createParser,
  createSerializer,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server";
import { columnIds } from "#features/market/rules/list/columns.ts";
import type { ColumnId } from "#features/market/rules/list/columns.ts";
import { presetIds, viewParamNames } from "#features/market/rules/list/view.ts";
import type { MarketView, Range, Sort, SortKey } from "#features/market/rules/list/view.ts";
import { formatAmount, parseAmount, parseDecimal } from "#ui/format/amount.ts";

const BETWEEN = "..";

/** Parses ranges: `250k..1.5m`, `..10k`, `5m..`. A missing side means no bound. */
const rangeOf = (parseBound: (text: string) => number | null, format: (value: number) => string) =>
  createParser<Range>({
    parse: (text) => {
      const [from = "", to, ...rest] = text.split(BETWEEN);
      if (to === undefined || rest.length > 0) return null;
      const min = from === "" ? null : parseBound(from);
      const max = to === "" ? null : parseBound(to);
      if ((min === null) !== (from === "") || (max === null) !== (to === "")) return null;
      return min === null && max === null ? null : { min, max };
    },
    serialize: ({ min, max }) =>
      `${min === null ? "" : format(min)}${BETWEEN}${max === null ? "" : format(max)}`,
    eq: (a, b) => a.min === b.min && a.max === b.max,
  });

const amountRange = rangeOf(parseAmount, formatAmount);
const percentRange = rangeOf(parseDecimal, String);

const amount = createParser<number>({
  parse: (text) => {
    const value = parseAmount(text);
    return value !== null && value > 0 ? value : null;
  },
  serialize: formatAmount,
});

const sortKeys: ReadonlySet<string> = new Set<SortKey>([...columnIds, "moved"]);
const isSortKey = (text: string): text is SortKey => sortKeys.has(text);

/** `-profit` is descending, `profit` ascending. */
const sort = createParser<Sort>({
  parse: (text) => {
    const descending = text.startsWith("-");
    const key = descending ? text.slice(1) : text;
    return isSortKey(key) ? { key, descending } : null;
  },
  serialize: ({ key, descending }) => `${descending ? "-" : ""}${key}`,
  eq: (a, b) => a.key === b.key && a.descending === b.descending,
});

const isColumnId = (text: string): text is ColumnId => (columnIds as readonly string[]).includes(text);

const columns = createParser<readonly ColumnId[]>({
  parse: (text) => {
    const known = [...new Set(text.split(",").filter(isColumnId))];
    return known.length === 0 ? null : known;
  },
  serialize: (ids) => ids.join(","),
  eq: (a, b) => a.join() === b.join(),
});

const positiveMinutes = createParser<number>({
  parse: (text) => {
    const value = parseAsInteger.parse(text);
    return value !== null && value > 0 && value <= 525_600 ? value : null;
  },
  serialize: String,
});

export const viewParsers = {
  preset: parseAsStringLiteral(presetIds).withDefault("all"),
  query: parseAsString.withDefault(""),
  sort,
  columns,
  price: amountRange,
  margin: amountRange,
  roi: percentRange,
  volume: amountRange,
  limit: amountRange,
  membership: parseAsStringLiteral(["members", "free"]),
  listing: parseAsStringLiteral(["gone"]),
  freshMinutes: positiveMinutes,
  coins: amount,
};

export const loadView: (params: Record<string, string | string[] | undefined>) => MarketView = createLoader(
  viewParsers,
  { urlKeys: viewParamNames },
);

const serialize = createSerializer(viewParsers, { urlKeys: viewParamNames });

/** A view as the query of its address, such as `?preset=movers`; empty for the default view. */
export const formatView = (view: MarketView): string => serialize(view);

/** The view of a query; what is no valid value in it is ignored. */
export const parseView = (text: string): MarketView =>
  loadView(Object.fromEntries(new URLSearchParams(text)));

/** Identifies a view, apart from its columns: equal views have equal keys. */
export const viewKeyOf = (view: MarketView): string => formatView({ ...view, columns: null });
