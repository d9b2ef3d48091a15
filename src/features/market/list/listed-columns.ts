import type { ItemColumns } from "#features/market/contract.ts";
import type { Market } from "./load-market.ts";

function cut(columns: ItemColumns, from: number, to: number): ItemColumns {
  const parts = Object.entries(columns).map(([field, values]) => [field, values.slice(from, to)]);
  // The same fields with the same types of values.
  return Object.fromEntries(parts) as ItemColumns;
}

/** The columns of the items that the feed lists. */
export const listedColumns = ({ columns, listedCount }: Market): ItemColumns =>
  columns.id.length === listedCount ? columns : cut(columns, 0, listedCount);

/** The columns of the items that it no longer lists. */
export const unlistedColumns = ({ columns, listedCount }: Market): ItemColumns =>
  cut(columns, listedCount, columns.id.length);
