import type { PlanList } from "#features/billing/contract.ts";
import { PLAN_TITLES, planNames } from "#features/billing/rules/plans.ts";
import type { PlanName } from "#features/billing/rules/plans.ts";
import { formatMoney } from "#features/billing/rules/money.ts";
import { allowanceText, priceText } from "#features/billing/ui/settings/price-text.ts";
import { CheckIcon, CloseIcon } from "#ui/icons/icons.tsx";
import { PlanMark } from "./plan-mark.tsx";
import classes from "./plans.module.css";

type Price = PlanList["prices"][number];
type Row = PlanList["allowances"][number];

function Allowance({ row, plan }: { row: Row; plan: PlanName }) {
  const { text, mark } = allowanceText(row, row[plan]);
  return (
    <td data-plan={plan} data-mark={mark}>
      {mark === "yes" && <CheckIcon size={14} />}
      {mark === "no" && <CloseIcon size={14} />}
      {text}
    </td>
  );
}

/** `price` is null where nothing is sold. */
export const PlanTable = ({ plans, price }: { plans: PlanList; price: Price | null }) => (
  <table className={classes.table} aria-label="What each plan allows">
    <thead>
      <tr>
        <th scope="col">
          <span className="sr-only">Allowance</span>
        </th>
        {planNames.map((plan) => (
          <th key={plan} scope="col" data-plan={plan}>
            <span className={classes.name}>{PLAN_TITLES[plan]}</span>
            {price !== null && (
              <>
                <span className={classes.price}>
                  {plan === "free" ? formatMoney(0, price.currency) : priceText(price)}
                </span>
                <PlanMark plan={plan} />
              </>
            )}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {plans.allowances.map((row) => (
        <tr key={row.key}>
          <th scope="row">
            {row.words} {row.coming && <span className={classes.coming}>coming</span>}
          </th>
          {planNames.map((plan) => (
            <Allowance key={plan} row={row} plan={plan} />
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);
