import type { OwnPrice, PlanList } from "#features/billing/contract.ts";
import { formatMoney } from "#features/billing/rules/money.ts";
import { amountText } from "#features/billing/rules/allowance.ts";

type Price = PlanList["prices"][number];

/** `$9.99 a month`, `$25.00 every 3 months`. */
export const priceText = ({
  cents,
  currency,
  interval,
  count = 1,
}: Omit<OwnPrice, "count"> & { count?: number }): string =>
  `${formatMoney(cents, currency)} ${count === 1 ? `a ${interval}` : `every ${count} ${interval}s`}`;

/** What a yearly plan saves against twelve months: `2 months free`, or the sum if it is not a whole number of months. */
export function savingText(prices: readonly Price[]): string | null {
  const month = prices.find(({ interval }) => interval === "month");
  const year = prices.find(({ interval }) => interval === "year");
  if (month === undefined || year === undefined || month.currency !== year.currency) return null;
  const saved = month.cents * 12 - year.cents;
  if (saved <= 0) return null;
  const months = saved / month.cents;
  if (Number.isInteger(months)) return `${months} ${months === 1 ? "month" : "months"} free`;
  return `saves ${formatMoney(saved, year.currency)}`;
}

type Row = PlanList["allowances"][number];

/** The text of an allowance in the plan table. `mark`: the icon beside a yes or a no. */
export function allowanceText(
  row: Pick<Row, "unit" | "unlimitedWords">,
  allowed: Row["free"],
): { text: string; mark?: "yes" | "no" } {
  if (allowed === true) return { text: "Yes", mark: "yes" };
  if (allowed === false || allowed === 0) return { text: allowed === 0 ? "None" : "No", mark: "no" };
  if (allowed === null) return { text: row.unlimitedWords ?? "Unlimited" };
  return { text: amountText(row.unit === undefined ? {} : { unit: row.unit }, allowed) };
}
