import type { Gap } from "#features/trades/gaps/contract.ts";
import { durationText, momentText } from "#features/trades/ui/words.ts";
import { formatExact } from "#ui/format/format.ts";

const LEFT = { sell: "You sold", withdrawal: "You used", transfer: "You moved" } as const;

/** What is missing, and why it looks so, as sentences. */
export function gapSentence(gap: Gap, name: string, nowMs: number): string {
  const units = formatExact(gap.units);
  if (gap.kind === "buy") {
    const left = `${LEFT[gap.left]} ${formatExact(gap.quantity)} × ${name} on ${momentText(gap.leftAt)}`;
    return gap.units === gap.quantity
      ? `${left}, but no purchase of them is here.`
      : `${left}, but a purchase of ${units} of them is missing.`;
  }
  const usual =
    gap.usualMs === null ? "" : ` You usually sell after ${durationText(Math.max(gap.usualMs, 60_000))}.`;
  return `You bought ${units} × ${name} ${durationText(nowMs - gap.boughtAt)} ago and no sale of them is here, while as many were traded again on ${momentText(gap.tradedAt)}.${usual}`;
}
