import type { ColumnId } from "./columns.ts";

export const presetIds = ["all", "margins", "volume", "movers", "alch", "watched"] as const;
export type PresetId = (typeof presetIds)[number];

/** Both bounds are inclusive; null is no bound. */
export type Range = { min: number | null; max: number | null };

/** `moved`: the size of the 24 h change, weighed by the gp traded. */
export type SortKey = ColumnId | "moved";
export type Sort = { key: SortKey; descending: boolean };

export type Membership = "members" | "free";

/** The names of a view's fields in the URL of the market list. */
export const viewParamNames = {
  preset: "preset",
  query: "q",
  sort: "sort",
  columns: "cols",
  price: "price",
  margin: "margin",
  roi: "roi",
  volume: "vol",
  limit: "limit",
  membership: "for",
  listing: "listing",
  freshMinutes: "fresh",
  coins: "coins",
} as const satisfies Record<keyof MarketView, string>;

/** The filters, sort and columns of the market list; all are in the URL. Null is "not set". */
export type MarketView = {
  preset: PresetId;
  query: string;
  sort: Sort | null;
  columns: readonly ColumnId[] | null;
  /** Price of one unit now (`low`), gp. */
  price: Range | null;
  /** After tax, gp. */
  margin: Range | null;
  /** Percent. */
  roi: Range | null;
  /** Units in 24 h. */
  volume: Range | null;
  limit: Range | null;
  membership: Membership | null;
  /** `gone`: only what the feed no longer lists, which is left out otherwise. */
  listing: "gone" | null;
  /** Both sides traded within this many minutes. */
  freshMinutes: number | null;
  /** Coins of the trader, gp: the highest price of one unit, and a bound of the profit per window. */
  coins: number | null;
};

export const filterNames = [
  "price",
  "margin",
  "roi",
  "volume",
  "limit",
  "membership",
  "listing",
  "freshMinutes",
  "coins",
] as const;
export type FilterName = (typeof filterNames)[number];

export const defaultView: MarketView = {
  preset: "all",
  query: "",
  sort: null,
  columns: null,
  price: null,
  margin: null,
  roi: null,
  volume: null,
  limit: null,
  membership: null,
  listing: null,
  freshMinutes: null,
  coins: null,
};

export const activeFilters = (view: MarketView): FilterName[] =>
  filterNames.filter((name) => view[name] !== null);
