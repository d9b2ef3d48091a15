import type { FlipTotals } from "#features/trades/flips/contract.ts";
import { Amount, Percent, SignedAmount } from "#ui/format/figures.tsx";
import { formatExact } from "#ui/format/format.ts";
import classes from "./bar.module.css";

const many = (count: number, one: string, more: string): string =>
  `${formatExact(count)} ${count === 1 ? one : more}`;

/** The sums over all flips that the filters let through. */
export function Totals({ state, totals }: { state: "open" | "closed"; totals: FlipTotals | null }) {
  if (totals === null) return <output className={classes.totals} />;
  const { flips, withoutCost, cost, tax, profit, roi, wins, unexplained } = totals;
  const unknown = withoutCost > 0 && (
    <span data-hint={`${formatExact(unexplained)} gp received for units whose cost is unknown: in no sum`}>
      {formatExact(withoutCost)} without cost basis
    </span>
  );
  if (state === "open") {
    return (
      <output className={classes.totals}>
        <span>{many(flips + withoutCost, "lot", "lots")}</span>
        <span>
          Cost <Amount value={cost} /> gp
        </span>
        {unknown}
      </output>
    );
  }
  return (
    <output className={classes.totals}>
      <span>{many(flips + withoutCost, "flip", "flips")}</span>
      <span className={classes.profit}>
        Profit <SignedAmount value={profit} /> gp
      </span>
      <span>
        ROI <Percent value={roi} />
      </span>
      <span>
        Tax <Amount value={tax} /> gp
      </span>
      {flips > 0 && <span>{Math.round((wins / flips) * 100)}% with profit</span>}
      {unknown}
    </output>
  );
}
