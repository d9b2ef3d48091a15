import type { ItemColumns } from "#features/market/contract.ts";
import type { Market } from "./load-market.ts";

/** The columns of the items that the feed lists. */
export function listedColumns({ columns, listedCount }: Market): ItemColumns {
  if (columns.id.length === listedCount) return columns;
  const cut = Object.entries(columns).map(([field, values]) => [field, values.slice(0, listedCount)]);
  // The same fields with the same types of values.
  return Object.fromEntries(cut) as ItemColumns;
}
