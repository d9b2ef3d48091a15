import type { Db } from "#platform/db/db.ts";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import type { GateDetail } from "#features/billing/contract.ts";
import { planAt } from "#features/billing/rules/entitlement.ts";
import { ALLOWANCES, PLANS, amountText } from "#features/billing/rules/plans.ts";
import type { Allowance, PlanLimits, PlanName } from "#features/billing/rules/plans.ts";
import { readCustomer } from "./read-customer.ts";

export type PlanDeps = { db: Db; clock: Clock } & Pick<BillingDeps, "billing">;

/** The plan of a user, or of nobody. Where nothing is sold everybody has the largest one. */
export async function findPlan(deps: PlanDeps, userId: string | null): Promise<PlanName> {
  if (deps.billing === null) return "pro";
  if (userId === null) return "free";
  const held = await readCustomer(deps.db, userId);
  return held === null ? "free" : planAt(held, deps.clock.now());
}

export const limitsOf = async (deps: PlanDeps, userId: string | null): Promise<PlanLimits> =>
  PLANS[await findPlan(deps, userId)];

export const gateOf = (allowance: Allowance, allowed: number | boolean): GateDetail => ({
  needs: "pro",
  allowance,
  allowed,
  upgradeUrl: "/plans",
});

/** The refusal of a gate: what is missing, what the plan at hand allows, and the way to get more. */
export function planRequired(key: Allowance, allowed: number | boolean): AppError {
  const words = ALLOWANCES.find((allowance) => allowance.key === key)?.words ?? key;
  const here = typeof allowed === "number" ? `${words}: your plan allows ${amountText(key, allowed)}` : words;
  return new AppError("plan_required", `${here}. Pro has more: see Plans`, gateOf(key, allowed));
}
