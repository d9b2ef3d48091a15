import type { ItemColumns, ItemField, ItemRow } from "#features/market/contract.ts";
import { itemFields } from "#features/market/contract.ts";

/** The columns' index-th item as one row, with only the fields asked for. */
export function itemAt<F extends ItemField = ItemField>(
  columns: ItemColumns,
  index: number,
  fields: readonly F[] = itemFields as readonly F[],
): Pick<ItemRow, F> {
  const row = Object.fromEntries(fields.map((field) => [field, columns[field][index]]));
  // Every column has a value at every index that stands in `id`.
  return row as Pick<ItemRow, F>;
}
