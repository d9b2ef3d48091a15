import type { UserActor } from "#platform/actor.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import type { BillingStatus, PlanList } from "#features/billing/contract.ts";
import { graceEnd, planAt } from "#features/billing/rules/entitlement.ts";
import type { Allowance } from "#features/billing/rules/allowance.ts";
import { priceHeld } from "#features/billing/rules/own-price.ts";
import { PRICES, TRIAL_DAYS, priceKeys } from "#features/billing/rules/plans.ts";
import { readCustomer } from "./read-customer.ts";
import type { Customer } from "./read-customer.ts";
import { hasUsedTrial } from "./used-trials.ts";

type Deps = Pick<BillingDeps, "db" | "clock" | "billing" | "encryption">;

/** The plans, their prices and allowances: all data of the pricing page. */
export const listPlans = ({
  billing,
  planRows,
}: Pick<BillingDeps, "billing"> & { planRows: readonly Allowance[] }): PlanList => ({
  allowances: planRows.map(({ lockedOnFree, ...row }) => ({ ...row, coming: lockedOnFree === null })),
  prices: priceKeys.map((key) => {
    const { words, cents, currency, interval } = PRICES[key];
    return { key, words, cents, currency, interval };
  }),
  trialDays: TRIAL_DAYS,
  configured: billing !== null,
  testMode: billing?.testMode ?? false,
});

/** The user's plan and subscription as of the last sync, without a request to Stripe. */
export async function viewStatus(deps: Deps, actor: UserActor): Promise<BillingStatus> {
  const held = await readCustomer(deps.db, actor.userId);
  if (held !== null || deps.billing === null) return statusOf(deps, held);
  const { email } = await readUser(deps.db, actor.userId);
  return { ...statusOf(deps, null), trialAvailable: !(await hasUsedTrial(deps, email)) };
}

export function statusOf(
  { billing, clock }: Pick<Deps, "billing" | "clock">,
  held: Customer | null,
): BillingStatus {
  const shared = { configured: billing !== null, testMode: billing?.testMode ?? false };
  if (held === null) {
    return {
      ...shared,
      plan: billing === null ? "pro" : "free",
      status: "none",
      price: null,
      ownPrice: null,
      periodEndsAt: null,
      trialEndsAt: null,
      cancelAtPeriodEnd: false,
      cancelsAt: null,
      card: null,
      pauseBehavior: null,
      pauseResumesAt: null,
      graceEndsAt: null,
      trialAvailable: billing !== null,
      trialRefused: false,
    };
  }
  return {
    ...shared,
    plan: billing === null ? "pro" : planAt(held, clock.now()),
    status: held.status,
    price: held.price,
    ownPrice: priceHeld(held),
    periodEndsAt: held.periodEndsAt?.getTime() ?? null,
    trialEndsAt: held.status === "trialing" ? (held.trialEndsAt?.getTime() ?? null) : null,
    cancelAtPeriodEnd: held.cancelAtPeriodEnd,
    cancelsAt: held.cancelsAt?.getTime() ?? null,
    card: held.card,
    pauseBehavior: held.pauseBehavior,
    pauseResumesAt: held.pauseResumesAt?.getTime() ?? null,
    graceEndsAt: held.status === "past_due" ? (graceEnd(held)?.getTime() ?? null) : null,
    trialAvailable: !held.trialUsed,
    trialRefused: held.trialRefused,
  };
}
