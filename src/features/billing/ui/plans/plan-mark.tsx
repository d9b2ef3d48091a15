"use client";
import type { PlanName } from "#features/billing/rules/plans.ts";
import classes from "./plans.module.css";
import { useOwnPlan } from "./use-own-plan.ts";

/** Its line is kept free, so that nothing moves when it is known whose plan this is. */
export function PlanMark({ plan }: { plan: PlanName }) {
  const { held } = useOwnPlan();
  return <span className={classes.own}>{held?.plan === plan && "Your plan"}</span>;
}
