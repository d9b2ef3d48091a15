import type { RunningLimits } from "#features/trades/limits/contract.ts";
import { formatClock, formatExact } from "#ui/format/format.ts";
import type { OwnLimit, OwnLimits } from "#ui/own-limits.tsx";

/**
 * What is left of each item's limit. With several characters it is that of the one with the least left, and the hint
 * tells of each.
 */
export function limitsByItem({ limits, characters }: RunningLimits): OwnLimits {
  const byItem = new Map<number, OwnLimit>();
  for (const { itemId, character, left, limit, bought, endsAt } of limits) {
    const whose = characters > 1 ? `${character}: ` : "";
    const used =
      left === null
        ? `${formatExact(bought)} bought, limit unknown`
        : `${formatExact(left)} of ${formatExact(limit)} left`;
    const hint = `${whose}${used}, whole again at ${formatClock(endsAt)}`;
    const before = byItem.get(itemId);
    const least = before === undefined || (left !== null && left < (before.left ?? Infinity));
    byItem.set(itemId, {
      left: least ? left : before.left,
      hint: before === undefined ? hint : `${before.hint}\n${hint}`,
    });
  }
  return byItem;
}
