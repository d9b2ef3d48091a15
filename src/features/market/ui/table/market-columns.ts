import type { ColumnId } from "#features/market/rules/list/columns.ts";
import type { TableColumn } from "#ui/virtual-table/table.ts";

type Spec = Omit<TableColumn, "id" | "align"> & { align?: "start" };

/** Labels, widths and tooltips. A trader buys at the low and sells at the high. */
const specs: Readonly<Record<ColumnId, Spec>> = {
  item: {
    label: "Item",
    hint: "Sorted by name. F2P marks what free-to-play worlds trade.",
    widthPx: 226,
    align: "start",
  },
  quality: {
    label: "Note",
    hint: "Why a row's prices deserve a second look. Point at a mark for the reason.",
    widthPx: 60,
    align: "start",
  },
  low: {
    label: "Buy at",
    unit: "gp",
    hint: "Buy at: the low, what the last instant seller got.",
    widthPx: 96,
  },
  high: {
    label: "Sell at",
    unit: "gp",
    hint: "Sell at: the high, what the last instant buyer paid.",
    widthPx: 96,
  },
  margin: {
    label: "Margin",
    unit: "gp",
    hint: "Margin after tax: sell at − tax − buy at, for one unit. The bond pays its re-trade fee too.",
    widthPx: 98,
  },
  roi: { label: "ROI", hint: "Margin after tax as a share of what the unit costs.", widthPx: 74 },
  profit: {
    label: "Profit/4h",
    unit: "gp",
    hint: "What 4 hours can earn: margin after tax × the units that limit, volume and your coins let through. Point at a figure for the parts.",
    widthPx: 114,
  },
  fillTime: {
    label: "Time to fill",
    hint: "How long it takes to buy and then sell the units of Profit/4h, at half of what trades at this hour of the week.",
    widthPx: 116,
  },
  limit: { label: "Limit", hint: "Units one account may buy in a 4-hour window.", widthPx: 78 },
  volume1h: { label: "Vol 1h", hint: "Units traded on both sides in the last complete hour.", widthPx: 82 },
  volume24h: {
    label: "Vol 24h",
    hint: "Units traded on both sides in the last 24 complete hours.",
    widthPx: 88,
  },
  lowTime: { label: "Buy age", hint: "How long ago the buy-at price was traded.", widthPx: 84 },
  highTime: { label: "Sell age", hint: "How long ago the sell-at price was traded.", widthPx: 84 },
  change24h: {
    label: "24h change",
    hint: "Mid price against 24 hours before, and its way there.",
    widthPx: 184,
  },
  avgLow5m: { label: "Buy 5m", unit: "gp", hint: "Average buy-at price of the last 5 minutes.", widthPx: 98 },
  avgHigh5m: {
    label: "Sell 5m",
    unit: "gp",
    hint: "Average sell-at price of the last 5 minutes.",
    widthPx: 98,
  },
  avgLow1h: { label: "Buy 1h", unit: "gp", hint: "Average buy-at price of the last hour.", widthPx: 98 },
  avgHigh1h: { label: "Sell 1h", unit: "gp", hint: "Average sell-at price of the last hour.", widthPx: 98 },
  tax: {
    label: "Tax",
    unit: "gp",
    hint: "Grand Exchange tax on one unit at the sell-at price.",
    widthPx: 88,
  },
  breakEven: {
    label: "Break-even",
    unit: "gp",
    hint: "The lowest sell price that returns the buy-at price after tax and re-trade fee.",
    widthPx: 122,
  },
  fullProfit: {
    label: "Profit at full limit",
    unit: "gp",
    hint: "Margin after tax × buy limit, even if less than the limit trades.",
    widthPx: 168,
  },
  highalch: { label: "Alch value", unit: "gp", hint: "Coins from High Level Alchemy.", widthPx: 116 },
  alchProfit: {
    label: "Alch profit",
    unit: "gp",
    hint: "One cast: alch value − buy at − one nature rune − five fire runes. Alchemy pays no tax.",
    widthPx: 120,
  },
  alchHour: {
    label: "Alch/h",
    unit: "gp",
    hint: "Alch profit × 1,200 casts, or the fewer units that one limit window lets through.",
    widthPx: 98,
  },
  alchWindow: {
    label: "Alch/4h",
    unit: "gp",
    hint: "Alch profit × the units that limit, traded volume, your coins and 4,800 casts let through in 4 hours.",
    widthPx: 104,
  },
};

export const columnOf = (id: ColumnId): TableColumn<ColumnId> => ({ id, align: "end", ...specs[id] });

/** The columns shown by default. */
const defaultIds: readonly ColumnId[] = [
  "item",
  "quality",
  "low",
  "high",
  "margin",
  "roi",
  "profit",
  "fillTime",
  "limit",
  "volume1h",
  "volume24h",
  "lowTime",
  "highTime",
  "change24h",
  "avgLow5m",
  "avgHigh5m",
  "avgLow1h",
  "avgHigh1h",
];

/** The shown columns. The name is always first and cannot be hidden; a preset's columns follow the prices. */
export function shownColumns(chosen: readonly ColumnId[] | null, leading: readonly ColumnId[]): ColumnId[] {
  const ids = chosen ?? [
    ...defaultIds.slice(0, 4),
    ...leading,
    ...defaultIds.slice(4).filter((id) => !leading.includes(id)),
  ];
  return ["item", ...ids.filter((id) => id !== "item")];
}
