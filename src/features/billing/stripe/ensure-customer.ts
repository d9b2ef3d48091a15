import { and, eq, sql } from "drizzle-orm";
import type { UserActor } from "#platform/actor.ts";
import { readUser } from "#features/accounts/core/read-user.ts";
import type { StripeClient } from "#platform/stripe.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import { isResourceMissing } from "./is-resource-missing.ts";
import { readCustomer, requireBilling } from "#features/billing/records/read-customer.ts";
import type { Customer } from "#features/billing/records/read-customer.ts";
import { hasUsedTrial } from "#features/billing/records/used-trials.ts";
import { billingCustomers } from "#features/billing/schema.ts";
import { withIdempotencyKey } from "./idempotency-key.ts";

/**
 * Returns the user's Stripe customer and creates it on first use, before any checkout, so that each payment has an
 * owner. Concurrent calls create one customer, because the idempotency key depends on the user. A customer that was
 * deleted at Stripe, or that belongs to another Stripe account, is replaced. The use of a trial is kept, also from a
 * deleted account with the same e-mail address.
 */
export async function ensureCustomer(
  deps: Pick<BillingDeps, "db" | "clock" | "billing" | "encryption">,
  actor: UserActor,
): Promise<Customer> {
  const { stripe } = requireBilling(deps);
  const held = await readCustomer(deps.db, actor.userId);
  if (held !== null && (await isThere(stripe, held.stripeId))) return held;
  const user = await readUser(deps.db, actor.userId);
  const after = held === null ? "" : `:after:${held.stripeId}`;
  const about = { email: user.email, name: user.name, metadata: { userId: actor.userId } };
  const made = await withIdempotencyKey(`customer:${actor.userId}${after}`, (opts) =>
    stripe.customers.create(about, opts),
  );
  if (held === null) {
    // Two concurrent calls got the same customer, so the row of either is correct, whichever constraint fails first.
    await deps.db
      .insert(billingCustomers)
      .values({
        userId: actor.userId,
        stripeId: made.id,
        trialUsed: await hasUsedTrial(deps, user.email),
        createdAt: deps.clock.now(),
      })
      .onConflictDoNothing();
  } else {
    await deps.db
      .update(billingCustomers)
      .set({ stripeId: made.id, version: sql`${billingCustomers.version} + 1` })
      .where(and(eq(billingCustomers.userId, actor.userId), eq(billingCustomers.stripeId, held.stripeId)));
  }
  const stored = await readCustomer(deps.db, actor.userId);
  if (stored === null) throw new Error("a customer was made and not stored");
  return stored;
}

async function isThere(stripe: StripeClient, stripeId: string): Promise<boolean> {
  try {
    return !(await stripe.customers.retrieve(stripeId)).deleted;
  } catch (error) {
    if (!isResourceMissing(error)) throw error;
    return false;
  }
}

/** The user of a Stripe customer; null for a customer that is not ours. */
export async function findCustomerByStripeId(
  db: BillingDeps["db"],
  stripeId: string,
): Promise<Customer | null> {
  const [row] = await db.select().from(billingCustomers).where(eq(billingCustomers.stripeId, stripeId));
  return row ?? null;
}
