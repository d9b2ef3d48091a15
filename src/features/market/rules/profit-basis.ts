import { strays } from "./quality.ts";

type Prices = {
  high: number | null;
  low: number | null;
  avgHigh5m: number | null;
  avgHigh1h: number | null;
  avgLow5m: number | null;
  avgLow1h: number | null;
};

/** The price that a profit counts with, gp. `average` names the average if it stands for the latest trade. */
type Basis = { price: number | null; average: "5-minute" | "1-hour" | null };

export type ProfitBasis = { high: Basis; low: Basis };

function basisOf(price: number | null, avg5m: number | null, avg1h: number | null): Basis {
  if (!strays(price, avg5m ?? avg1h)) return { price, average: null };
  return { price: avg5m ?? avg1h, average: avg5m === null ? "1-hour" : "5-minute" };
}

/**
 * The prices that the profits of a list row count with: the latest trade of each side, or its recent average where that
 * trade strays from it (`strays`), because one odd trade is no price at which more units pass. See docs/market-rules.md,
 * section 9.
 */
export const profitBasis = (prices: Prices): ProfitBasis => ({
  high: basisOf(prices.high, prices.avgHigh5m, prices.avgHigh1h),
  low: basisOf(prices.low, prices.avgLow5m, prices.avgLow1h),
});

const number = new Intl.NumberFormat("en");

const sideSentence = (name: string, { price, average }: Basis): string[] =>
  average === null || price === null
    ? []
    : [
        `Counts with the ${average} average of ${name}, ${number.format(price)}: its latest trade is far from it.`,
      ];

/** Names the averages that stand for odd trades, one sentence a side of `sides`; empty if none does. */
export const basisSentences = (
  { high, low }: ProfitBasis,
  sides: readonly ("high" | "low")[] = ["low", "high"],
): string[] =>
  sides.flatMap((side) => (side === "low" ? sideSentence("Buy at", low) : sideSentence("Sell at", high)));
