import { deriveColumns } from "./columns.ts";
import type { MarketColumns } from "./columns.ts";
import { itemFields } from "#features/market/contract.ts";
import type { ItemColumns, ItemRow } from "#features/market/contract.ts";
import { screen } from "./screener.ts";
import { defaultView } from "./view.ts";
import type { MarketView } from "./view.ts";

/** The time of the unit tests' markets, epoch ms. */
export const NOW = Date.UTC(2026, 5, 1, 12);

export const plainRow: ItemRow = {
  id: 1,
  name: "Coal",
  members: false,
  limit: 13_000,
  value: 1,
  highalch: 20,
  lowalch: 10,
  icon: "Coal.png",
  high: 200,
  highTime: NOW - 60_000,
  low: 180,
  lowTime: NOW - 60_000,
  tax: 4,
  resaleFee: 0,
  margin: 16,
  roi: 0.08889,
  breakEven: 184,
  avgHigh5m: 200,
  avgLow5m: 180,
  avgHigh1h: 200,
  avgLow1h: 180,
  volume1h: 5_000,
  volume24h: 120_000,
  slowVolume24h: 50_000,
  highVolume24h: 70_000,
  usualHigh: null,
  usualLow: null,
  change24h: 0.01,
  sparkline: null,
  quality: [],
};

/** A market of the given rows, each with averages that agree with its prices, ordered by name as in the response of the server. */
export function marketOf(rows: readonly Partial<ItemRow>[], coins: number | null = null): MarketColumns {
  const full = rows.map((row) => {
    const { high = plainRow.high, low = plainRow.low } = row;
    const averages = { avgHigh5m: high, avgHigh1h: high, avgLow5m: low, avgLow1h: low };
    return { ...plainRow, ...averages, ...row };
  });
  const columns = Object.fromEntries(itemFields.map((field) => [field, full.map((row) => row[field])]));
  return deriveColumns(columns as unknown as ItemColumns, { nowMs: NOW, coins });
}

/** The names of the rows of a view, in its order. */
export const namesOf = (market: MarketColumns, view: Partial<MarketView>) =>
  Array.from(screen(market, { ...defaultView, ...view }, NOW), (row) => market.name[row]);

/** One row of each kind: dear, inverted, plain, incomplete, stale, of unknown volume. */
export const sixItems = marketOf([
  {
    id: 1,
    name: "Abyssal whip",
    members: true,
    low: 1_500_000,
    high: 1_600_000,
    margin: 68_000,
    roi: 0.0453,
    limit: 70,
  },
  { id: 2, name: "Bronze dart", low: 5, high: 4, margin: -1, roi: -0.2, quality: ["inverted"], limit: 7_000 },
  { id: 3, name: "Coal" },
  {
    id: 4,
    name: "Dragon scimitar",
    members: true,
    low: null,
    margin: null,
    roi: null,
    limit: null,
    quality: ["incomplete"],
  },
  {
    id: 5,
    name: "Elysian sigil",
    low: 1_000,
    margin: 9_000_000,
    roi: 9,
    limit: 8,
    quality: ["stale"],
    lowTime: NOW - 8 * 3_600_000,
  },
  {
    id: 6,
    name: "Fire rune",
    low: 4,
    high: 5,
    margin: 1,
    roi: 0.25,
    limit: 25_000,
    volume24h: null,
    change24h: null,
  },
]);
