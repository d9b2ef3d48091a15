import type { ItemColumns, ItemField, ItemRow } from "#features/market/contract.ts";
import { itemFields } from "#features/market/contract.ts";

/** The item at `index` as one row with the requested fields. */
export function itemAt<F extends ItemField = ItemField>(
  columns: ItemColumns,
  index: number,
  fields: readonly F[] = itemFields as readonly F[],
): Pick<ItemRow, F> {
  const row = Object.fromEntries(fields.map((field) => [field, columns[field][index]]));
  // Each column has a value at each index of `id`.
  return row as Pick<ItemRow, F>;
}
