import type { PlanList } from "#features/billing/contract.ts";
import type { PriceKey } from "#features/billing/rules/plans.ts";
import { TestMode } from "#features/billing/ui/shared/test-mode.tsx";
import { Notice } from "#ui/feedback/notice.tsx";
import { PaySwitch } from "./pay-switch.tsx";
import { PlanAction } from "./plan-action.tsx";
import { PlanTable } from "./plan-table.tsx";
import classes from "./plans.module.css";

/** What each plan allows and costs. `plans` is null where the server could not say. */
export function Plans({
  plans,
  notes,
  pay,
}: {
  plans: PlanList | null;
  /** Sentences of features about what the table cannot say. */
  notes: readonly string[];
  pay: PriceKey;
}) {
  if (plans === null) {
    return (
      <Notice
        tone="bad"
        title="The plans could not be loaded"
        action={{ label: "Try again", href: "/plans" }}
      >
        Your own plan is as it was.
      </Notice>
    );
  }
  const price = plans.prices.find(({ key }) => key === pay) ?? plans.prices[0];
  const isSold = plans.configured && price !== undefined;
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>Plans</h1>
        {plans.testMode && <TestMode />}
      </header>
      {isSold ? (
        <div className={classes.bar}>
          <PaySwitch prices={plans.prices} chosen={price.key} />
          <PlanAction price={price} trialDays={plans.trialDays} />
        </div>
      ) : (
        <p className={classes.nothing}>Nothing is sold here: this copy has everything for everybody.</p>
      )}
      <PlanTable plans={plans} price={isSold ? price : null} />
      <p className={classes.foot}>
        {["Rows marked “coming” are not built yet; their numbers hold from the day they are.", ...notes].join(
          " ",
        )}
        {isSold &&
          ` A trial takes a card, which is first charged when the ${plans.trialDays} days end; each person and each card has one. Cancel at any time: Pro goes on until the end of what is paid. Nothing you saved is ever deleted for a smaller plan.`}
      </p>
    </div>
  );
}
