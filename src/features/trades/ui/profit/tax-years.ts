import type { ProfitSeries } from "#features/trades/flips/contract.ts";
import { dateIn } from "#features/trades/rules/profit-periods.ts";

type Sums = { gross: number; tax: number; profit: number };
export type TaxMonth = Sums & { at: number };
export type TaxYear = Sums & { year: number; months: TaxMonth[] };

const sumOf = (months: readonly TaxMonth[], field: keyof Sums): number =>
  months.reduce((sum, month) => sum + month[field], 0);

/** Received, tax and profit by month within years of the trader's calendar, the newest first. */
export function taxYears(points: ProfitSeries["points"], timeZone: string): TaxYear[] {
  const dateOf = dateIn(timeZone);
  const years = new Map<number, TaxMonth[]>();
  for (const { at, gross, tax, profit } of points.toReversed()) {
    const date = dateOf(at);
    const year = new Date(date).getUTCFullYear();
    const month = { at: date, gross, tax, profit };
    const months = years.get(year);
    if (months === undefined) years.set(year, [month]);
    else months.push(month);
  }
  return [...years].map(([year, months]) => ({
    year,
    months,
    gross: sumOf(months, "gross"),
    tax: sumOf(months, "tax"),
    profit: sumOf(months, "profit"),
  }));
}
