import type { BillingAccount } from "#features/billing/deps.ts";

/** Asks the account the least that every key may ask. Throws what Stripe's client throws. */
export async function reachStripe({ stripe }: BillingAccount): Promise<void> {
  await stripe.prices.list({ limit: 1 }, { maxNetworkRetries: 0 });
}
