import type { ChartPeriod, PeriodStep } from "#features/trades/rules/profit-periods.ts";
import { formatExact, formatSigned } from "#ui/format/format.ts";
import { periodText } from "./profit-scene.ts";
import classes from "./profit.module.css";

/** The chart as a table, of the periods with flips. On paper only. */
export const PeriodTable = ({ periods, step }: { periods: readonly ChartPeriod[]; step: PeriodStep }) => (
  <div className={classes.printed}>
    <table className={classes.plain}>
      <thead>
        <tr>
          <th scope="col">Period</th>
          <th scope="col">Flips</th>
          <th scope="col">Profit, gp</th>
          <th scope="col">In all, gp</th>
        </tr>
      </thead>
      <tbody>
        {periods
          .filter(({ flips }) => flips > 0)
          .map(({ at, flips, profit, cumulative }) => (
            <tr key={at}>
              <th scope="row">{periodText(at, step)}</th>
              <td>{formatExact(flips)}</td>
              <td>{formatSigned(profit, formatExact)}</td>
              <td>{formatSigned(cumulative, formatExact)}</td>
            </tr>
          ))}
      </tbody>
    </table>
  </div>
);
