export type Month = { month: number; cents: number; invoices: number };

/** The number of months shown; Stripe's own reports have older ones. */
const SHOWN = 12;

/** The newest twelve months, oldest first. Months without a payment are added with 0. */
export function fillMonths(months: readonly Month[]): Month[] {
  const last = months.at(-1);
  const [first] = months;
  if (last === undefined || first === undefined) return [];
  const byMonth = new Map(months.map((one) => [one.month, one]));
  const end = new Date(last.month);
  const filled: Month[] = [];
  for (let back = 0; back < SHOWN; back++) {
    const month = Date.UTC(end.getUTCFullYear(), end.getUTCMonth() - back, 1);
    if (month < first.month) break;
    filled.unshift(byMonth.get(month) ?? { month, cents: 0, invoices: 0 });
  }
  return filled;
}

/** The height of each bar, 0 to 1. A sum above zero has a minimum height, so that it is visible. */
export function barHeights(months: readonly Pick<Month, "cents">[]): number[] {
  const highest = Math.max(1, ...months.map(({ cents }) => cents));
  return months.map(({ cents }) => (cents <= 0 ? 0 : Math.max(0.02, cents / highest)));
}
