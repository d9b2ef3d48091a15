import type { FoundItem, Items } from "#features/trades/ui/items/use-items.ts";
import { readAmount } from "./text-fields.ts";

/** A row of the goods that a conversion uses up or makes, as it is typed. */
export type Part = { key: number; item: FoundItem | null; quantity: string };

export type ReadPart = { item: FoundItem; quantity: number };

/** The rows that are whole; null if one is begun and not whole. */
export function readParts(parts: readonly Part[]): ReadPart[] | null {
  const begun = parts.filter(({ item, quantity }) => item !== null || quantity.trim() !== "");
  const read = begun.flatMap(({ item, quantity }) => {
    const count = readAmount(quantity);
    return item === null || count === null || count < 1 ? [] : [{ item, quantity: count }];
  });
  return read.length === begun.length ? read : null;
}

/** By what outputs share the cost of a conversion: their value now; alike where a price is unknown. */
export function weightsOf(outputs: readonly ReadPart[], items: Pick<Items, "pricesOf">): number[] {
  const values = outputs.map(({ item, quantity }) => {
    const { high, low } = items.pricesOf(item.id);
    const price = high ?? low;
    return price === null ? null : price * quantity;
  });
  const isKnown = values.every((value) => value !== null && value >= 1 && Number.isSafeInteger(value));
  return values.map((value) => (isKnown ? (value ?? 1) : 1));
}
