import { readUser } from "#features/accounts/core/read-user.ts";
import type { Db } from "#platform/db/db.ts";
import { requestJob } from "#platform/jobs/jobs.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import { isMissing } from "#features/billing/stripe/is-missing.ts";
import { CONTACT_QUEUE } from "#features/billing/stripe/queues.ts";
import { readCustomer, requireBilling } from "#features/billing/records/read-customer.ts";

/** In the transaction that changes a user's name or address: a job tells Stripe, where they are a customer. */
export async function askToTellCustomer(tx: Db, userId: string): Promise<void> {
  if ((await readCustomer(tx, userId)) !== null) await requestJob(tx, CONTACT_QUEUE, userId);
}

/**
 * Gives Stripe the name and the address of a user as they are now, for its receipts and its pages. One whom Stripe does
 * not know, or has deleted, is told of when they are made anew.
 */
export async function tellCustomer(deps: Pick<BillingDeps, "db" | "billing">, userId: string): Promise<void> {
  const held = await readCustomer(deps.db, userId);
  if (held === null) return;
  const { email, name } = await readUser(deps.db, userId);
  try {
    // Under a key of ours a name that was had before would be answered for a day, and not set.
    await requireBilling(deps).stripe.customers.update(held.stripeId, { email, name });
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}
