import { readUser } from "#features/accounts/core/read-user.ts";
import type { Db } from "#platform/db/db.ts";
import { requestJob } from "#platform/jobs/jobs.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import { isResourceMissing } from "#features/billing/stripe/is-resource-missing.ts";
import { CONTACT_QUEUE } from "#features/billing/stripe/queues.ts";
import { readCustomer, requireBilling } from "#features/billing/records/read-customer.ts";

/**
 * Runs in the transaction that changes a user's name or e-mail address, and queues a job that updates the Stripe
 * customer.
 */
export async function requestContactUpdate(tx: Db, userId: string): Promise<void> {
  if ((await readCustomer(tx, userId)) !== null) await requestJob(tx, CONTACT_QUEUE, userId);
}

/**
 * Updates name and e-mail address of the Stripe customer, for receipts and Stripe's pages. Skips a customer that does
 * not exist at Stripe; a new one gets the current values.
 */
export async function updateContact(
  deps: Pick<BillingDeps, "db" | "billing">,
  userId: string,
): Promise<void> {
  const held = await readCustomer(deps.db, userId);
  if (held === null) return;
  const { email, name } = await readUser(deps.db, userId);
  try {
    // No idempotency key: within a day Stripe would replay the response for an earlier name and not set it.
    await requireBilling(deps).stripe.customers.update(held.stripeId, { email, name });
  } catch (error) {
    if (!isResourceMissing(error)) throw error;
  }
}
