import type { MarketColumns } from "./columns.ts";
import { isSearched, rankItems } from "#features/market/rules/search/rank-items.ts";
import { presets } from "./presets.ts";
import type { MarketView, Range, Sort, SortKey } from "./view.ts";

const MINUTE_MS = 60_000;

type Test = (index: number) => boolean;
type Values = readonly (number | null)[];

const within = (values: Values, range: Range): Test => {
  const min = range.min ?? -Infinity;
  const max = range.max ?? Infinity;
  return (index) => {
    const value = values[index] ?? null;
    // An unknown value is in no range.
    return value !== null && value >= min && value <= max;
  };
};

const NOTHING: ReadonlySet<number> = new Set();

function testsOf(
  market: MarketColumns,
  view: MarketView,
  nowMs: number,
  watched: ReadonlySet<number>,
): Test[] {
  const tests: Test[] = [];
  if (view.preset !== "all") tests.push((index) => presets[view.preset].matches(market, index, watched));
  if (view.price) tests.push(within(market.low, view.price));
  if (view.margin) tests.push(within(market.margin, view.margin));
  if (view.roi) {
    const { min, max } = view.roi;
    tests.push(
      within(market.roi, { min: min === null ? null : min / 100, max: max === null ? null : max / 100 }),
    );
  }
  // A filter by margin is a filter by profit, and a row of poor quality is never shown as a profit.
  if (view.margin || view.roi) tests.push((index) => market.trusted[index] === true);
  if (view.volume) tests.push(within(market.volume24h, view.volume));
  if (view.limit) tests.push(within(market.limit, view.limit));
  if (view.coins !== null) tests.push(within(market.low, { min: null, max: view.coins }));
  if (view.membership) {
    // An item of unknown worlds is neither.
    const members = view.membership === "members";
    tests.push((index) => market.members[index] === members);
  }
  if (view.freshMinutes !== null) {
    const since = { min: nowMs - view.freshMinutes * MINUTE_MS, max: null };
    tests.push(within(market.highTime, since), within(market.lowTime, since));
  }
  return tests;
}

const negated = (values: Values): Values => values.map((value) => (value === null ? null : -value));

/** The sort values of a column; null for the name, because the list is already ordered by it. */
function sortValues(market: MarketColumns, key: SortKey): Values | null {
  switch (key) {
    case "item":
      return null;
    case "quality":
      return market.quality.map((flags) => flags.length);
    case "moved":
      return movedGp(market);
    // The column shows ages: the newest trade has the smallest.
    case "age":
    case "lowTime":
    case "highTime":
      return negated(market[key]);
    default:
      return market[key];
  }
}

const PROFIT_KEYS: ReadonlySet<SortKey> = new Set([
  "margin",
  "roi",
  "profit",
  "fullProfit",
  "alchProfit",
  "alchHour",
  "alchWindow",
]);

/**
 * Groups that keep their order in both directions: known values, then (for profits) rows with a doubt, then rows that
 * can't be trusted, then unknown.
 */
function tierOf(market: MarketColumns, values: Values, key: SortKey): (index: number) => number {
  const profit = PROFIT_KEYS.has(key);
  return (index) => {
    if ((values[index] ?? null) === null) return 3;
    if (!profit || market.sound[index] === true) return 0;
    return market.trusted[index] === true ? 1 : 2;
  };
}

/** How many gp of the day's trade the change of 24 h concerns: its size times the gp traded at today's mid. */
const movedGp = (market: MarketColumns): Values =>
  market.change24h.map((change, index) => {
    const [high, low, units] = [market.high[index], market.low[index], market.volume24h[index]];
    if (change === null || typeof high !== "number" || typeof low !== "number") return null;
    return typeof units === "number" ? Math.abs(change) * units * ((high + low) / 2) : null;
  });

/** Row indices sorted by one column. Equal values keep the order of names, also when descending. */
export function sortRows(market: MarketColumns, rows: Int32Array, sort: Sort): Int32Array {
  const values = sortValues(market, sort.key);
  const sign = sort.descending ? -1 : 1;
  if (values === null) return rows.toSorted((a, b) => sign * (a - b));
  const tierAt = tierOf(market, values, sort.key);
  const tiers = new Uint8Array(market.id.length);
  const keys = new Float64Array(market.id.length);
  for (const row of rows) {
    tiers[row] = tierAt(row);
    keys[row] = sign * (values[row] ?? 0);
  }
  return rows.toSorted(
    (a, b) => (tiers[a] ?? 0) - (tiers[b] ?? 0) || (keys[a] ?? 0) - (keys[b] ?? 0) || a - b,
  );
}

/** The sort of a view: the trader's choice, or else the preset's. */
export const sortOf = (view: MarketView): Sort => view.sort ?? presets[view.preset].sort;

/** True if the best match is first: the trader typed a text and chose no order. */
export const isByMatch = (view: MarketView): boolean => view.sort === null && isSearched(view.query);

/** Indices of the rows of a view, in its order. `watched`: the ids on the reader's watchlists. */
export function screen(
  market: MarketColumns,
  view: MarketView,
  nowMs: number,
  watched: ReadonlySet<number> = NOTHING,
): Int32Array {
  const tests = testsOf(market, view, nowMs, watched);
  const found = isSearched(view.query) ? rankItems(market, view.query) : market.id.keys();
  const rows: number[] = [];
  for (const index of found) {
    if (tests.every((test) => test(index))) rows.push(index);
  }
  const kept = Int32Array.from(rows);
  return isByMatch(view) ? kept : sortRows(market, kept, sortOf(view));
}

/**
 * Keeps an earlier order of rows while the user points at the list. Ids that are gone are left out, and new ids are not
 * added yet.
 */
export function keepOrder(previousIds: readonly number[], ids: readonly number[]): Int32Array {
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  const rows: number[] = [];
  for (const id of previousIds) {
    const index = indexOf.get(id);
    if (index !== undefined) rows.push(index);
  }
  return Int32Array.from(rows);
}
