import { eq } from "drizzle-orm";
import type { Db } from "#platform/db.ts";
import { sendJob } from "#platform/jobs.ts";
import { FORGET_QUEUE } from "./queues.ts";
import { apiKeys, billingCustomers } from "./schema.ts";

/**
 * In the transaction that deletes an account: what billing keeps of it goes, and a job ends what it has at Stripe and
 * deletes the customer there. The ledger of money stays, under Stripe's id alone.
 */
export async function forgetCustomer(tx: Db, userId: string): Promise<void> {
  await tx.delete(apiKeys).where(eq(apiKeys.userId, userId));
  const gone = await tx
    .delete(billingCustomers)
    .where(eq(billingCustomers.userId, userId))
    .returning({ stripeId: billingCustomers.stripeId });
  for (const { stripeId } of gone) await sendJob(tx, FORGET_QUEUE, { stripeId }, { once: stripeId });
}
