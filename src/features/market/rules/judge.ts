import { marginOf } from "./margin.ts";
import { basisSentences, profitBasis } from "./profit-basis.ts";
import type { ProfitBasis } from "./profit-basis.ts";
import type { Sale } from "#features/market/rules/tax/tax.ts";

type Item = Parameters<typeof profitBasis>[0] & {
  resaleFee: number | null;
  tax: number | null;
  margin: number | null;
  roi: number | null;
};

/** The prices of one unit that every profit of an item's page counts with, gp, and what they make; null is unknown. */
export type Judgement = {
  basis: ProfitBasis;
  high: number | null;
  low: number | null;
  tax: number | null;
  margin: number | null;
  roi: number | null;
  /** Names the averages that stand for odd trades, one sentence a side. */
  notes: readonly string[];
};

/** Judges an item as the list does: with the recent average of a side whose latest trade strays from it (`profitBasis`). */
export function judge(item: Item, sale: Sale): Judgement {
  const basis = profitBasis(item);
  const notes = basisSentences(basis);
  const { tax, margin, roi } =
    notes.length === 0
      ? item
      : marginOf({ high: basis.high.price, low: basis.low.price }, sale, item.resaleFee);
  return { basis, high: basis.high.price, low: basis.low.price, tax, margin, roi, notes };
}
