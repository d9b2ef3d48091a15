import { inArray } from "drizzle-orm";
import type { AccountLifecycle } from "#platform/account-lifecycle.ts";
import { planAt } from "#features/billing/rules/entitlement.ts";
import { billingCustomers } from "#features/billing/schema.ts";

const NAMES = { free: "Free", pro: "Pro" } as const;

/** The plan of each user as of the last sync: `Free`, `Pro`, or `Pro trial`. Null where nothing is sold. */
export const namePlans: NonNullable<AccountLifecycle["planOf"]> = async ({ db, clock, billing }, userIds) => {
  if (billing === null) return null;
  const plans = new Map<string, string>(userIds.map((id) => [id, NAMES.free]));
  if (userIds.length === 0) return plans;
  const held = await db
    .select()
    .from(billingCustomers)
    .where(inArray(billingCustomers.userId, [...userIds]));
  for (const customer of held) {
    const plan = planAt(customer, clock.now());
    const isTrial = plan === "pro" && customer.status === "trialing";
    plans.set(customer.userId, isTrial ? "Pro trial" : NAMES[plan]);
  }
  return plans;
};
