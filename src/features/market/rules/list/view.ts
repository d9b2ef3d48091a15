import type { ColumnId } from "./columns.ts";

export const presetIds = ["all", "margins", "volume", "movers", "alch"] as const;
export type PresetId = (typeof presetIds)[number];

/** Both ends count as inside; null is no bound. */
export type Range = { min: number | null; max: number | null };

/** `moved`: the 24 h change by its size, whichever way. */
export type SortKey = ColumnId | "moved";
export type Sort = { key: SortKey; descending: boolean };

export type Membership = "members" | "free";

/** How a trader looks at the market: all of it stands in the address. Null is "not set". */
export type MarketView = {
  preset: PresetId;
  query: string;
  sort: Sort | null;
  columns: readonly ColumnId[] | null;
  /** what a unit costs now (`low`), gp */
  price: Range | null;
  /** gp after tax */
  margin: Range | null;
  /** percent */
  roi: Range | null;
  /** units in 24 h */
  volume: Range | null;
  limit: Range | null;
  membership: Membership | null;
  /** both sides traded within so many minutes */
  freshMinutes: number | null;
  /** gp at hand: what one unit may cost */
  coins: number | null;
};

export const filterNames = [
  "price",
  "margin",
  "roi",
  "volume",
  "limit",
  "membership",
  "freshMinutes",
  "coins",
] as const;
export type FilterName = (typeof filterNames)[number];

export const plainView: MarketView = {
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
  freshMinutes: null,
  coins: null,
};

export const activeFilters = (view: MarketView): FilterName[] =>
  filterNames.filter((name) => view[name] !== null);
