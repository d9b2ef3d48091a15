import type { ItemView } from "#features/market/contract.ts";
import { formatShort } from "#ui/format/format.ts";

/** The page title: the item's name and its high price, or the low price if the high is unknown. */
export function itemTitle({ name, high, low }: Pick<ItemView, "name" | "high" | "low">): string {
  const price = high ?? low;
  return price === null ? name : `${name} ${formatShort(price)} gp`;
}
