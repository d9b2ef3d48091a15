export type Month = { month: number; cents: number; invoices: number };

/** Months drawn; older ones stay in Stripe's own reports. */
const SHOWN = 12;

/** The newest twelve months in order, those without a payment as zero: a gap in the list is no gap in time. */
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

/** How high each bar is, 0 to 1; a sum above zero is never out of sight. */
export function barHeights(months: readonly Pick<Month, "cents">[]): number[] {
  const highest = Math.max(1, ...months.map(({ cents }) => cents));
  return months.map(({ cents }) => (cents <= 0 ? 0 : Math.max(0.02, cents / highest)));
}
