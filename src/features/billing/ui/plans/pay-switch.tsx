import Link from "next/link";
import type { PlanList } from "#features/billing/contract.ts";
import type { PriceKey } from "#features/billing/rules/plans.ts";
import { savingText } from "#features/billing/ui/settings/price-text.ts";
import classes from "./plans.module.css";

type PaySwitchProps = { prices: PlanList["prices"]; chosen: PriceKey };

/** Links, so that it works without scripts and can be shared. */
export function PaySwitch({ prices, chosen }: PaySwitchProps) {
  const saving = savingText(prices);
  return (
    <nav className={classes.switch} aria-label="How to pay">
      {prices.map(({ key, words, interval }) => (
        <Link
          key={key}
          href={interval === "year" ? "/plans?pay=yearly" : "/plans"}
          replace
          scroll={false}
          className={classes.choice}
          aria-current={key === chosen ? "true" : undefined}
        >
          {words}
          {interval === "year" && saving !== null && <small className={classes.saving}>{saving}</small>}
        </Link>
      ))}
    </nav>
  );
}
