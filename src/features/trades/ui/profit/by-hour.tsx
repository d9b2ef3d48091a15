import type { ProfitSummary } from "#features/trades/profit/contract.ts";
import desk from "#features/trades/ui/desk/desk.module.css";
import { formatExact, formatSigned } from "#ui/format/format.ts";
import { hourCells, hourSentence, weekdays } from "./hour-cells.ts";
import classes from "./profit.module.css";

/** Profit by hour of the week. Gains have a plus in their cell and losses a minus, so that they differ without colour. */
export function ByHour({ summary: { byHour, timeZone } }: { summary: ProfitSummary }) {
  if (byHour.length === 0) return null;
  const cells = hourCells(byHour);
  return (
    <section className={desk.card} aria-labelledby="profit-by-hour">
      <h2 id="profit-by-hour">By hour of the week</h2>
      {/* Scrolls by keyboard too, so it takes the focus and has a name. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={classes.scroll} aria-label="Hours of the week" tabIndex={0}>
        <table className={classes.hours}>
          <caption className="sr-only">Profit by hour of the week, gp</caption>
          <thead>
            <tr>
              <th scope="col">
                <span className="sr-only">Day</span>
              </th>
              {Array.from({ length: 24 }, (_, hour) => (
                <th key={hour} scope="col" data-minor={hour % 3 !== 0 || undefined}>
                  {String(hour).padStart(2, "0")}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {weekdays.map((name, weekday) => (
              <tr key={name}>
                <th scope="row">
                  <abbr aria-label={name}>{name.slice(0, 3)}</abbr>
                </th>
                {cells.slice(weekday * 24, weekday * 24 + 24).map((cell) => (
                  <td
                    key={cell.hour}
                    data-sign={cell.sign}
                    data-level={cell.level}
                    data-hint={hourSentence(cell)}
                  >
                    <span aria-hidden="true">{cell.mark}</span>
                    <span className="sr-only">
                      {cell.flips === 0 ? "none" : formatSigned(cell.profit, formatExact)}
                    </span>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <p className={desk.note}>
        When the goods were sold, in {timeZone}. The stronger the shade, the more gp.
      </p>
    </section>
  );
}
