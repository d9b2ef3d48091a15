import type { Holding } from "#features/trades/portfolio/contract.ts";

export type Part = { name: string; value: number; share: number };

/** As many as colours that a person tells apart; what follows is one part. */
const MAX_PARTS = 7;

/** The value of each item as a share of all known values, the largest first. An item that costs to sell has none. */
export function allocationOf(holdings: readonly Pick<Holding, "itemId" | "name" | "value">[]): Part[] {
  const byItem = new Map<number, { name: string; value: number }>();
  for (const { itemId, name, value } of holdings) {
    if (value === null || value <= 0) continue;
    byItem.set(itemId, { name, value: (byItem.get(itemId)?.value ?? 0) + value });
  }
  const items = [...byItem.values()].toSorted((a, b) => b.value - a.value);
  const total = items.reduce((sum, { value }) => sum + value, 0);
  const [first, rest] =
    items.length > MAX_PARTS ? [items.slice(0, MAX_PARTS - 1), items.slice(MAX_PARTS - 1)] : [items, []];
  const others = rest.reduce((sum, { value }) => sum + value, 0);
  const parts = rest.length === 0 ? first : [...first, { name: `${rest.length} others`, value: others }];
  return parts.map(({ name, value }) => ({ name, value, share: value / total }));
}
