import type { ItemView } from "#features/market/contract.ts";
import { formatShort } from "#ui/format/format.ts";

/** What a tab says: the item and what it sells at, or costs while no sale is known. */
export function itemTitle({ name, high, low }: Pick<ItemView, "name" | "high" | "low">): string {
  const price = high ?? low;
  return price === null ? name : `${name} ${formatShort(price)} gp`;
}
