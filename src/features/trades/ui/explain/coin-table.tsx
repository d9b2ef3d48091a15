import { formatExact, formatSigned } from "#ui/format/format.ts";
import type { CoinLine } from "./coin-lines.ts";
import classes from "./explain.module.css";

/** How the coins add up, to the last one. */
export const CoinTable = ({ lines }: { lines: readonly CoinLine[] }) => (
  <table className={classes.coins} aria-label="How it adds up, gp">
    <tbody>
      {lines.map(({ label, gp, isSum }) => (
        <tr key={label} data-sum={isSum || undefined}>
          <th scope="row">{label}</th>
          <td>{isSum && !/Profit|Loss/.test(label) ? formatExact(gp) : formatSigned(gp, formatExact)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
