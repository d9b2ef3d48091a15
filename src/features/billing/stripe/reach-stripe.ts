import type { StripeAccount } from "#platform/stripe.ts";

/** Asks the account the least that every key may ask. Throws what Stripe's client throws. */
export async function reachStripe({ stripe }: StripeAccount): Promise<void> {
  await stripe.prices.list({ limit: 1 }, { maxNetworkRetries: 0 });
}
