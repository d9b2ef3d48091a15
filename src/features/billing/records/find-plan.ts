import type { Db } from "#platform/db/db.ts";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import type { GateDetail } from "#features/billing/contract.ts";
import { allowedBy, amountText } from "#features/billing/rules/allowance.ts";
import type { Allowance, AllowedAmount } from "#features/billing/rules/allowance.ts";
import { planAt } from "#features/billing/rules/entitlement.ts";
import type { PlanName } from "#features/billing/rules/plans.ts";
import { readCustomer } from "./read-customer.ts";

export type PlanDeps = { db: Db; clock: Clock } & Pick<BillingDeps, "billing">;

/** The plan of a user, or of anonymous callers (null). If nothing is sold, all have the largest plan. */
export async function findPlan(deps: PlanDeps, userId: string | null): Promise<PlanName> {
  if (deps.billing === null) return "pro";
  if (userId === null) return "free";
  const held = await readCustomer(deps.db, userId);
  return held === null ? "free" : planAt(held, deps.clock.now());
}

/** The plan of callers without a session or a key. */
export const anonymousPlan = ({ billing }: Pick<BillingDeps, "billing">): PlanName =>
  billing === null ? "pro" : "free";

/** A user's allowance. */
export const findAllowed = async <Amount extends AllowedAmount>(
  deps: PlanDeps,
  userId: string | null,
  allowance: Allowance<Amount>,
): Promise<Amount> => allowedBy(await findPlan(deps, userId), allowance);

export const gateOf = ({ key }: Allowance, allowed: number | boolean): GateDetail => ({
  needs: "pro",
  allowance: key,
  allowed,
  upgradeUrl: "/plans",
});

/** The `plan_required` error: what is missing, what the current plan allows, and how to get more. */
export function planRequired(allowance: Allowance, allowed: number | boolean): AppError {
  const { words } = allowance;
  const here =
    typeof allowed === "number" ? `${words}: your plan allows ${amountText(allowance, allowed)}` : words;
  return new AppError("plan_required", `${here}. Pro has more: see Plans`, gateOf(allowance, allowed));
}
