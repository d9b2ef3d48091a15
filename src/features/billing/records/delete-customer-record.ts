import { eq } from "drizzle-orm";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { sendJob } from "#platform/jobs/jobs.ts";
import type { Encryption } from "#platform/encryption.ts";
import { DELETE_CUSTOMER_QUEUE } from "#features/billing/stripe/queues.ts";
import { forgetTrialCardUser } from "./trial-cards.ts";
import { recordUsedTrial } from "./used-trials.ts";
import { billingCustomers } from "#features/billing/schema.ts";

/**
 * Runs in the transaction that deletes an account. Deletes billing's data and queues a job that ends the subscriptions
 * and deletes the customer at Stripe. The ledger of money stays, with only Stripe's id. The use of a trial stays, under
 * keyed hashes of the e-mail address and of the card's fingerprint.
 */
export async function deleteCustomerRecord(
  { tx, encryption, clock }: { tx: Db; encryption: Encryption; clock: Clock },
  { id: userId, email }: { id: string; email: string },
): Promise<void> {
  const gone = await tx
    .delete(billingCustomers)
    .where(eq(billingCustomers.userId, userId))
    .returning({ stripeId: billingCustomers.stripeId, trialUsed: billingCustomers.trialUsed });
  await forgetTrialCardUser(tx, userId);
  for (const { stripeId, trialUsed } of gone) {
    if (trialUsed) await recordUsedTrial({ db: tx, encryption }, email, clock.now());
    await sendJob(tx, DELETE_CUSTOMER_QUEUE, { stripeId }, { once: stripeId });
  }
}
