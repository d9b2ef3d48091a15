import { Fragment } from "react";
import type { ProfitSeries } from "#features/trades/flips/contract.ts";
import desk from "#features/trades/ui/desk/desk.module.css";
import { formatExact, formatSigned } from "#ui/format/format.ts";
import classes from "./profit.module.css";
import { taxYears } from "./tax-years.ts";

const month = new Intl.DateTimeFormat("en-GB", { month: "long", timeZone: "UTC" });

const Figures = ({ gross, tax, profit }: { gross: number; tax: number; profit: number }) => (
  <>
    <td>{formatExact(gross)}</td>
    <td>{formatExact(tax)}</td>
    <td>{formatExact(gross - tax)}</td>
    <td>{formatSigned(profit, formatExact)}</td>
  </>
);

/** What the Grand Exchange took, by month and year, over the whole ledger. */
export function TaxSummary({ points, timeZone }: { points: ProfitSeries["points"]; timeZone: string }) {
  const years = taxYears(points, timeZone);
  if (years.length === 0) return null;
  return (
    <section className={desk.card} aria-labelledby="tax-summary">
      <h2 id="tax-summary">Tax by month and year</h2>
      {/* Scrolls by keyboard too, so it takes the focus and has a name. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={classes.scroll} aria-label="Tax by month and year" tabIndex={0}>
        <table className={classes.plain}>
          <thead>
            <tr>
              <th scope="col">Month</th>
              <th scope="col">Received before tax</th>
              <th scope="col">Tax</th>
              <th scope="col">After tax</th>
              <th scope="col">Profit</th>
            </tr>
          </thead>
          <tbody>
            {years.map(({ year, months, ...sums }) => (
              <Fragment key={year}>
                <tr data-sum>
                  <th scope="row">{year}</th>
                  <Figures {...sums} />
                </tr>
                {months.map(({ at, ...figures }) => (
                  <tr key={at}>
                    <th scope="row">{month.format(at)}</th>
                    <Figures {...figures} />
                  </tr>
                ))}
              </Fragment>
            ))}
          </tbody>
        </table>
      </section>
      <p className={desk.note}>
        All characters and the whole ledger, in {timeZone}. Amounts in gp. The tax is that of all sales; the
        profit is that of sales whose cost is known.
      </p>
    </section>
  );
}
