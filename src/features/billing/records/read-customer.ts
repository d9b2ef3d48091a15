import { eq } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { Db } from "#platform/db/db.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import type { StripeAccount } from "#platform/stripe.ts";
import { billingCustomers } from "#features/billing/schema.ts";

export type Customer = typeof billingCustomers.$inferSelect;

/** Null for a user who never started a checkout. */
export async function readCustomer(db: Db, userId: string): Promise<Customer | null> {
  const [row] = await db.select().from(billingCustomers).where(eq(billingCustomers.userId, userId));
  return row ?? null;
}

/** Throws `unavailable` if Stripe is not configured. */
export function requireBilling({ billing }: Pick<BillingDeps, "billing">): StripeAccount {
  if (billing !== null) return billing;
  throw new AppError("unavailable", "Nothing is sold here: this site has everything for everybody");
}
