import type { PlanName } from "./plans.ts";

/** A number of something, whether something is open, or (null) without limit. */
export type AllowedAmount = number | boolean | null;

/**
 * What each plan allows of one thing: a row of the plan table, and what the gate of its feature asks. The feature that
 * guards it declares it, in its `rules/allowances.ts`, and lists it in its `nav.ts`.
 */
export type Allowance<Amount extends AllowedAmount = AllowedAmount> = {
  readonly key: string;
  readonly words: string;
  /** Stands behind the number, such as `days`. */
  readonly unit?: string;
  /** For null; `Unlimited` where it is not given. */
  readonly unlimitedWords?: string;
  readonly free: Amount;
  readonly pro: Amount;
  /** What a step down to Free locks, in the middle of a sentence; null while no feature of the product asks for it. */
  readonly lockedOnFree: string | null;
};

export const allowedBy = <Amount extends AllowedAmount>(
  plan: PlanName,
  allowance: Allowance<Amount>,
): Amount => allowance[plan];

/** An amount with its unit: `90 days`, `500`. */
export const amountText = ({ unit }: Pick<Allowance, "unit">, amount: number): string =>
  unit === undefined ? amount.toLocaleString("en") : `${amount.toLocaleString("en")} ${unit}`;

const coming = <Amount extends AllowedAmount>(key: string, words: string, free: Amount, pro: Amount) =>
  ({ key, words, free, pro, lockedOnFree: null }) satisfies Allowance<Amount>;

/** Announced, and not built yet: each moves to its feature with the first gate that asks for it. */
export const comingAllowances: readonly Allowance[] = [
  coming("watchedItems", "Watched items", 10, 500),
  coming("alerts", "Alerts", 5, 200),
  coming("anyMetricAlerts", "Alerts on any metric", false, true),
  coming("importedTradesPerMonth", "Imported trades a month", 500, null),
  coming("ownCompetitions", "Competitions of your own", false, true),
];
