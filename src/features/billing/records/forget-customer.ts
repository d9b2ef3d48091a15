import { eq } from "drizzle-orm";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { sendJob } from "#platform/jobs/jobs.ts";
import type { Encryption } from "#platform/encryption.ts";
import { FORGET_QUEUE } from "#features/billing/stripe/queues.ts";
import { rememberTrial } from "./remember-trial.ts";
import { billingCustomers } from "#features/billing/schema.ts";

/**
 * In the transaction that deletes an account: what billing keeps of it goes, and a job ends what it has at Stripe and
 * deletes the customer there. The ledger of money stays, under Stripe's id alone; that a trial was used stays, under a
 * keyed hash of the address.
 */
export async function forgetCustomer(
  { tx, encryption, clock }: { tx: Db; encryption: Encryption; clock: Clock },
  { id: userId, email }: { id: string; email: string },
): Promise<void> {
  const gone = await tx
    .delete(billingCustomers)
    .where(eq(billingCustomers.userId, userId))
    .returning({ stripeId: billingCustomers.stripeId, trialUsed: billingCustomers.trialUsed });
  for (const { stripeId, trialUsed } of gone) {
    if (trialUsed) await rememberTrial({ db: tx, encryption }, email, clock.now());
    await sendJob(tx, FORGET_QUEUE, { stripeId }, { once: stripeId });
  }
}
