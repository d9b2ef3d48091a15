import type { ColumnId, MarketColumns } from "./columns.ts";
import type { PresetId, Sort } from "./view.ts";

/** From this many units in 24 h an item trades all day, and a price move is more than a single odd trade. */
const BUSY_UNITS_24H = 10_000;
const MOVER_UNITS_24H = 100;

export type Preset = {
  label: string;
  /** A sentence that describes its rows. */
  description: string;
  sort: Sort;
  /** Its main columns, shown unless the trader chose columns. */
  leading: readonly ColumnId[];
  matches: (market: MarketColumns, index: number) => boolean;
};

const above = (value: number | null | undefined, bound: number) =>
  value !== null && value !== undefined && value > bound;

/** All presets except the first leave out stale and inverted rows, so that none is offered as a profit. */
export const presets: Readonly<Record<PresetId, Preset>> = {
  all: {
    label: "All",
    description: "Every item, the largest profit that 4 hours can bring first.",
    sort: { key: "profit", descending: true },
    leading: [],
    matches: () => true,
  },
  margins: {
    label: "Biggest margins",
    description: "Fresh prices on both sides and a gain after tax, the largest first.",
    sort: { key: "margin", descending: true },
    leading: [],
    matches: (market, index) => market.trusted[index] === true && above(market.margin[index], 0),
  },
  volume: {
    label: "High volume",
    description: "10,000 units or more in the last 24 hours: orders fill quickly.",
    sort: { key: "volume24h", descending: true },
    leading: [],
    matches: (market, index) => above(market.volume24h[index], BUSY_UNITS_24H - 1),
  },
  movers: {
    label: "Movers",
    description: "The largest price changes in 24 hours, up or down, of items that really trade.",
    sort: { key: "moved", descending: true },
    leading: ["change24h"],
    matches: (market, index) =>
      market.trusted[index] === true &&
      above(market.volume24h[index], MOVER_UNITS_24H - 1) &&
      typeof market.change24h[index] === "number",
  },
  alch: {
    label: "High alch",
    description: "Worth more as coins from High Level Alchemy than they cost, runes paid.",
    sort: { key: "alchProfit", descending: true },
    leading: ["alchProfit", "highalch"],
    matches: (market, index) => market.trusted[index] === true && above(market.alchProfit[index], 0),
  },
};
