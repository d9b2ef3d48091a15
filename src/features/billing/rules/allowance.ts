import type { PlanName } from "./plans.ts";

/** A number, a yes or no, or null for no limit. */
export type AllowedAmount = number | boolean | null;

/**
 * What each plan allows of one thing: a row of the plan table, checked by the gate of its feature. That feature defines
 * it in `rules/allowances.ts` and lists it in `nav.ts`.
 */
export type Allowance<Amount extends AllowedAmount = AllowedAmount> = {
  readonly key: string;
  readonly words: string;
  /** The unit after the number, such as `days`. */
  readonly unit?: string;
  /** The text for null, by default `Unlimited`. */
  readonly unlimitedWords?: string;
  readonly free: Amount;
  readonly pro: Amount;
  /** What a downgrade to Free locks, as a part of a sentence; null if no feature checks it yet. */
  readonly lockedOnFree: string | null;
};

export const allowedBy = <Amount extends AllowedAmount>(
  plan: PlanName,
  allowance: Allowance<Amount>,
): Amount => allowance[plan];

/** The amount with its unit: `365 days`, `500`. */
export const amountText = ({ unit }: Pick<Allowance, "unit">, amount: number): string =>
  unit === undefined ? amount.toLocaleString("en") : `${amount.toLocaleString("en")} ${unit}`;

const coming = <Amount extends AllowedAmount>(key: string, words: string, free: Amount, pro: Amount) =>
  ({ key, words, free, pro, lockedOnFree: null }) satisfies Allowance<Amount>;

/**
 * Announced allowances of features that do not exist yet. Each moves to its feature with the first gate that checks it.
 */
export const comingAllowances: readonly Allowance[] = [
  coming("alerts", "Alerts", 5, 200),
  coming("anyMetricAlerts", "Alerts on any metric", false, true),
  coming("ownCompetitions", "Competitions of your own", false, true),
];
