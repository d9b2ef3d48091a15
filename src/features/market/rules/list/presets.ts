import type { ColumnId, MarketColumns } from "./columns.ts";
import type { PresetId, Sort } from "./view.ts";

/** From this many units in 24 h an item trades all day, and a price move is more than a single odd trade. */
const BUSY_UNITS_24H = 10_000;
const MOVER_UNITS_24H = 100;
/** A smaller change in 24 h is the noise of a busy item, whose traded gp would lift it to the top. */
const MOVER_CHANGE = 0.01;

export type Preset = {
  label: string;
  /** A sentence that describes its rows. */
  description: string;
  sort: Sort;
  /** Its main columns, shown unless the trader chose columns. */
  leading: readonly ColumnId[];
  /** `watched`: the ids on the reader's watchlists. */
  matches: (market: MarketColumns, index: number, watched: ReadonlySet<number>) => boolean;
};

const above = (value: number | null | undefined, bound: number) =>
  value !== null && value !== undefined && value > bound;

/** All presets except All and Watched leave out every row with a doubt, so that none is offered as a profit. */
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
    description:
      "A gain after tax that trades within 4 hours, the largest margin first. Leaves out doubtful prices: stale, inverted, thin, odd, unconfirmed, steep.",
    sort: { key: "margin", descending: true },
    leading: [],
    matches: (market, index) =>
      market.sound[index] === true && market.units[index] !== 0 && above(market.margin[index], 0),
  },
  volume: {
    label: "High volume",
    description:
      "10,000 units or more in the last 24 hours: orders fill quickly. Leaves out doubtful prices.",
    sort: { key: "volume24h", descending: true },
    leading: [],
    matches: (market, index) =>
      market.sound[index] === true && above(market.volume24h[index], BUSY_UNITS_24H - 1),
  },
  movers: {
    label: "Movers",
    description:
      "Prices that moved by 1% or more in 24 hours, weighed by the gp traded. Leaves out doubtful prices.",
    sort: { key: "moved", descending: true },
    leading: ["change24h"],
    matches: (market, index) =>
      market.sound[index] === true &&
      above(market.volume24h[index], MOVER_UNITS_24H - 1) &&
      Math.abs(market.change24h[index] ?? 0) >= MOVER_CHANGE,
  },
  alch: {
    label: "High alch",
    description:
      "Worth more as coins from High Level Alchemy than they cost, runes paid; the largest gain of 4 hours first. Leaves out doubtful prices and what hardly trades.",
    sort: { key: "alchWindow", descending: true },
    leading: ["alchProfit", "alchHour", "alchWindow", "highalch"],
    matches: (market, index) =>
      market.sound[index] === true && market.alchUnits[index] !== 0 && above(market.alchProfit[index], 0),
  },
  watched: {
    label: "Watched",
    description: "What is on your watchlists, the largest profit that 4 hours can bring first.",
    sort: { key: "profit", descending: true },
    leading: [],
    matches: (market, index, watched) => watched.has(market.id[index] ?? -1),
  },
};
