import type { Flip } from "#features/trades/flips/contract.ts";
import { formatExact } from "#ui/format/format.ts";

/** A line of the sum: gp with its sign. `sum` lines are what the lines above come to. */
export type CoinLine = { label: string; gp: number; isSum: boolean };

const units = (count: number): string => `${formatExact(count)} ${count === 1 ? "unit" : "units"}`;
const line = (label: string, gp: number): CoinLine => ({ label, gp, isSum: false });
const sum = (label: string, gp: number): CoinLine => ({ label, gp, isSum: true });

/**
 * How the coins of a flip add up, to the coin: what was received, less tax, less cost, less what was received for units
 * without a cost basis. Null for what has no coins: an open flip, own use, a transfer.
 */
export function coinLines(flip: Flip): CoinLine[] | null {
  const { gross, tax, cost, profit, unexplained, quantity, knownUnits, kind } = flip;
  if (gross === null || tax === null || kind === "withdrawal" || kind === "transfer") return null;
  const each = gross % quantity === 0 ? ` × ${formatExact(gross / quantity)} gp` : "";
  const received =
    kind === "conversion"
      ? [line("Received", gross)]
      : [
          line(`Received for ${units(quantity)}${each}`, gross),
          line("Grand Exchange tax", -tax),
          sum("After tax", gross - tax),
        ];
  if (profit === null)
    return [...received, sum("Without a cost basis: neither profit nor loss", unexplained)];
  const unknown = quantity - knownUnits;
  return [
    ...received,
    line(kind === "conversion" ? "Cost of what was used up" : `Cost of ${units(knownUnits)}`, -(cost ?? 0)),
    ...(unexplained === 0
      ? []
      : [line(`Received for ${units(unknown)} of unknown cost: neither profit nor loss`, -unexplained)]),
    sum(profit < 0 ? "Loss" : "Profit", profit),
  ];
}
