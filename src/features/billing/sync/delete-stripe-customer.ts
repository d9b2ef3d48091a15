import { and, eq, inArray } from "drizzle-orm";
import type { BillingDeps } from "#features/billing/deps.ts";
import { requireBilling } from "#features/billing/records/read-customer.ts";
import { billingLedger } from "#features/billing/schema.ts";

/**
 * Deletes the Stripe customer of a deleted account, which ends its subscriptions. Then writes the end of each
 * subscription in the ledger, with the key that a sync would use, so that a repetition changes nothing.
 */
export async function deleteStripeCustomer(
  deps: Pick<BillingDeps, "db" | "clock" | "billing">,
  stripeId: string,
): Promise<void> {
  const { stripe } = requireBilling(deps);
  const customer = await stripe.customers.retrieve(stripeId);
  if (!customer.deleted) await stripe.customers.del(stripeId);
  const began = await deps.db
    .select({ key: billingLedger.key })
    .from(billingLedger)
    .where(
      and(
        eq(billingLedger.stripeId, stripeId),
        inArray(billingLedger.effect, ["trial_started", "subscribed"]),
      ),
    );
  const ended = new Set(began.map(({ key }) => `ended:${key.slice(key.indexOf(":") + 1)}`));
  if (ended.size === 0) return;
  const at = deps.clock.now();
  await deps.db
    .insert(billingLedger)
    .values([...ended].map((key) => ({ key, at, stripeId, effect: "ended" as const })))
    .onConflictDoNothing();
}
