import { fold } from "#features/market/rules/search/fold.ts";
import type { LoggedItem, Refusal } from "#features/trades/rules/logs/logged-trade.ts";

/** Looks up what logs name: by id, by the exact name, or by the name without case and punctuation if only one item has it. */
export function createItemFinder(
  items: readonly { id: number; name: string }[],
): (item: LoggedItem) => number | Refusal {
  const ids = new Set(items.map(({ id }) => id));
  const exact = new Map<string, number>();
  const folded = new Map<string, number | null>();
  for (const { id, name } of items) {
    if (!exact.has(name)) exact.set(name, id);
    const key = fold(name).text;
    folded.set(key, folded.has(key) ? null : id);
  }
  return (item) => {
    if ("id" in item) return ids.has(item.id) ? item.id : { reason: `No item has the id ${item.id}` };
    const { name } = item;
    const found = exact.get(name) ?? folded.get(fold(name).text);
    return found ?? { reason: `No item is called "${name.slice(0, 80)}": it may have another name today` };
  };
}
