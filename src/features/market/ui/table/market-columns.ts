import { columnIds } from "#features/market/rules/list/columns.ts";
import type { ColumnId } from "#features/market/rules/list/columns.ts";
import type { Sort, SortKey } from "#features/market/rules/list/view.ts";
import type { TableColumn } from "#ui/virtual-table/table.ts";

type Spec = Omit<TableColumn, "id" | "align"> & { align?: "start" };

/** Labels, widths and tooltips. A trader buys at the low and sells at the high. */
const specs: Readonly<Record<ColumnId, Spec>> = {
  item: {
    label: "Item",
    hint: "Sorted by name. F2P marks what free-to-play worlds trade.",
    widthCh: 29,
    align: "start",
  },
  quality: {
    label: "Note",
    hint: "Why a row's prices deserve a second look. Point at a mark for the reason.",
    widthCh: 0,
    widthPx: 46,
    align: "start",
  },
  low: {
    label: "Buy at",
    unit: "gp",
    hint: "Buy at: the low, what the last instant seller got.",
    widthCh: 8.2,
    wholeCh: 11.8,
  },
  high: {
    label: "Sell at",
    unit: "gp",
    hint: "Sell at: the high, what the last instant buyer paid.",
    widthCh: 8.4,
    wholeCh: 11.8,
  },
  margin: {
    label: "Margin",
    unit: "gp",
    hint: "Margin after tax: sell at − tax − buy at, for one unit. The bond pays its re-trade fee too.",
    widthCh: 8.6,
    wholeCh: 13.2,
  },
  roi: { label: "ROI", hint: "Margin after tax as a share of what the unit costs.", widthCh: 7 },
  profit: {
    label: "Profit/4h",
    unit: "gp",
    hint: "What 4 hours can earn: margin after tax × the units that limit, volume and your coins let through. Point at a figure for the parts.",
    widthCh: 10.4,
    wholeCh: 15.2,
  },
  fillTime: {
    label: "Time to fill",
    hint: "How long it takes to buy and then sell the units of Profit/4h, at half of what trades at this hour of the week.",
    widthCh: 11.2,
  },
  limit: {
    label: "Limit",
    hint: "Units one account may buy in a 4-hour window.",
    widthCh: 7.5,
    wholeCh: 11.8,
  },
  volume1h: {
    label: "Vol 1h",
    hint: "Units traded on both sides in the last complete hour.",
    widthCh: 6.5,
    wholeCh: 13.8,
  },
  volume24h: {
    label: "Vol 24h",
    hint: "Units traded on both sides in the last 24 complete hours.",
    widthCh: 7.2,
    wholeCh: 13.8,
  },
  age: {
    label: "Age",
    hint: "How long ago the older of both prices was traded. Point at an age for both.",
    widthCh: 5.5,
  },
  lowTime: { label: "Buy age", hint: "How long ago the buy-at price was traded.", widthCh: 7.4 },
  highTime: { label: "Sell age", hint: "How long ago the sell-at price was traded.", widthCh: 7.4 },
  change24h: {
    label: "24h change",
    hint: "Mid price against 24 hours before, and its way there.",
    widthCh: 9,
    widthPx: 96,
  },
  avgLow5m: {
    label: "Buy 5m",
    unit: "gp",
    hint: "Average buy-at price of the last 5 minutes.",
    widthCh: 8.4,
    wholeCh: 11.8,
  },
  avgHigh5m: {
    label: "Sell 5m",
    unit: "gp",
    hint: "Average sell-at price of the last 5 minutes.",
    widthCh: 8.4,
    wholeCh: 11.8,
  },
  avgLow1h: {
    label: "Buy 1h",
    unit: "gp",
    hint: "Average buy-at price of the last hour.",
    widthCh: 8.4,
    wholeCh: 11.8,
  },
  avgHigh1h: {
    label: "Sell 1h",
    unit: "gp",
    hint: "Average sell-at price of the last hour.",
    widthCh: 8.4,
    wholeCh: 11.8,
  },
  tax: {
    label: "Tax",
    unit: "gp",
    hint: "Grand Exchange tax on one unit at the sell-at price.",
    widthCh: 6.5,
    wholeCh: 8.2,
  },
  breakEven: {
    label: "Break-even",
    unit: "gp",
    hint: "The lowest sell price that returns the buy-at price after tax and re-trade fee.",
    widthCh: 9.5,
    wholeCh: 11.8,
  },
  fullProfit: {
    label: "Profit at full limit",
    unit: "gp",
    hint: "Margin after tax × buy limit, even if less than the limit trades.",
    widthCh: 10.4,
    wholeCh: 15.2,
  },
  highalch: {
    label: "Alch value",
    unit: "gp",
    hint: "Coins from High Level Alchemy.",
    widthCh: 9,
    wholeCh: 11.8,
  },
  alchProfit: {
    label: "Alch profit",
    unit: "gp",
    hint: "One cast: alch value − buy at − one nature rune − five fire runes. Alchemy pays no tax.",
    widthCh: 9,
    wholeCh: 13.2,
  },
  alchHour: {
    label: "Alch/h",
    unit: "gp",
    hint: "Alch profit × 1,200 casts, or the fewer units that one limit window lets through.",
    widthCh: 7.6,
    wholeCh: 15.2,
  },
  alchWindow: {
    label: "Alch/4h",
    unit: "gp",
    hint: "Alch profit × the units that limit, traded volume, your coins and 4,800 casts let through in 4 hours.",
    widthCh: 8.4,
    wholeCh: 15.2,
  },
  myLimit: {
    label: "My limit",
    hint: "Units you may still buy in the running 4-hour window, counted from your purchases. Point at a figure for your characters.",
    widthCh: 9,
    wholeCh: 11.8,
  },
};

export const columnOf = (id: ColumnId): TableColumn<ColumnId> => ({ id, align: "end", ...specs[id] });

/** The columns shown by default. */
const defaultIds = columnIds.slice(0, columnIds.indexOf("avgHigh1h") + 1);
/** After these, which expose a bad row and stay in view in every preset, a preset's own columns follow. */
const EXPOSING = columnIds.indexOf("volume24h") + 1;

/** Columns that only a signed-in reader has. */
const OWN: ReadonlySet<ColumnId> = new Set(["myLimit"]);

/** The columns that a reader can choose. `isStranger`: nobody is signed in. */
export const columnsFor = (isStranger: boolean): readonly ColumnId[] =>
  isStranger ? columnIds.filter((id) => !OWN.has(id)) : columnIds;

/** The shown columns. The name is always first and cannot be hidden. */
export function shownColumns(chosen: readonly ColumnId[] | null, leading: readonly ColumnId[]): ColumnId[] {
  const ids = chosen ?? [
    ...defaultIds.slice(0, EXPOSING),
    ...leading,
    ...defaultIds.slice(EXPOSING).filter((id) => !leading.includes(id)),
  ];
  return ["item", ...ids.filter((id) => id !== "item")];
}

/** What two lines of a narrow window always tell. */
const slots = {
  item: "title",
  quality: "marks",
  margin: "first",
  roi: "second",
  volume24h: "third",
  age: "fourth",
} as const satisfies Partial<Record<ColumnId, TableColumn["slot"]>>;

/** The figure beside the name: the column that the rows are sorted by, if they do not tell it anyway. */
function leadOf(sort: SortKey | null): ColumnId {
  if (sort === null || sort in slots) return "profit";
  return sort === "moved" ? "change24h" : sort;
}

/** The columns of the list, each with its place in a narrow window, which has only those. */
export function tableColumns(
  shown: readonly ColumnId[],
  { sort, narrow }: { sort: SortKey | null; narrow: boolean },
): TableColumn<ColumnId>[] {
  const lead = leadOf(sort);
  const placed: Partial<Record<ColumnId, TableColumn["slot"]>> = { ...slots, [lead]: "lead" };
  const ids: readonly ColumnId[] = narrow
    ? ["item", "quality", lead, "margin", "roi", "volume24h", "age"]
    : shown;
  return ids.map((id) => {
    const slot = placed[id];
    return { ...columnOf(id), ...(slot !== undefined && { slot }) };
  });
}

/** Columns whose first sort is ascending. For the others, the largest values matter most. */
const ASCENDING_FIRST: ReadonlySet<ColumnId> = new Set(["item", "age", "fillTime", "lowTime", "highTime"]);

/** The sort by a column that was not sorted by before. */
export const firstSort = (column: ColumnId): Sort => ({
  key: column,
  descending: !ASCENDING_FIRST.has(column),
});
