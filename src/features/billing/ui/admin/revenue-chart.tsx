import { formatMoney } from "#features/billing/rules/money.ts";
import { formatExact } from "#ui/format/format.ts";
import classes from "./admin.module.css";
import { barHeights, fillMonths } from "./bars.ts";
import type { Month } from "./bars.ts";

const STEP = 40;
const BAR = 26;
const HEIGHT = 120;
const LABEL = 18;

const short = new Intl.DateTimeFormat("en-GB", { month: "short", timeZone: "UTC" });
const long = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

const hintOf = ({ month, cents, invoices }: Month, currency: string): string =>
  `${long.format(month)}\n${formatMoney(cents, currency)}, ${formatExact(invoices)} ${invoices === 1 ? "invoice" : "invoices"}`;

type RevenueChartProps = { months: readonly Month[]; currency: string };

/** A bar chart, with the same data as a table for screen readers. */
export function RevenueChart({ months, currency }: RevenueChartProps) {
  const shown = fillMonths(months);
  const heights = barHeights(shown);
  return (
    <figure className={classes.figure}>
      <svg
        viewBox={`0 0 ${shown.length * STEP} ${HEIGHT + LABEL}`}
        width={shown.length * STEP}
        height={HEIGHT + LABEL}
        aria-hidden="true"
        focusable="false"
      >
        {shown.map((one, at) => {
          const height = (heights[at] ?? 0) * (HEIGHT - 4);
          const x = at * STEP;
          return (
            <g key={one.month} data-hint={hintOf(one, currency)} className={classes.month}>
              <rect x={x} y={0} width={STEP} height={HEIGHT} fill="transparent" />
              <rect
                x={x + (STEP - BAR) / 2}
                y={HEIGHT - height}
                width={BAR}
                height={height}
                rx={2}
                className={classes.revenue}
              />
              <text x={x + STEP / 2} y={HEIGHT + LABEL - 4} textAnchor="middle">
                {short.format(one.month)}
              </text>
            </g>
          );
        })}
        <line x1={0} x2={shown.length * STEP} y1={HEIGHT} y2={HEIGHT} className={classes.ground} />
      </svg>
      <table className="sr-only" aria-label="Revenue by month">
        <tbody>
          {shown.map((one) => (
            <tr key={one.month}>
              <th scope="row">{long.format(one.month)}</th>
              <td>{formatMoney(one.cents, currency)}</td>
              <td>{formatExact(one.invoices)} paid</td>
            </tr>
          ))}
        </tbody>
      </table>
      <figcaption className={classes.caption}>
        {long.format(shown.at(-1)?.month ?? 0)}: <b>{formatMoney(shown.at(-1)?.cents ?? 0, currency)}</b>,
        invoices paid, before refunds, months in UTC
      </figcaption>
    </figure>
  );
}
