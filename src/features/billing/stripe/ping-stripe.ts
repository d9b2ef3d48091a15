import type { StripeAccount } from "#platform/stripe.ts";

/** Makes the smallest request that each API key may make. Throws the errors of Stripe's client. */
export async function pingStripe({ stripe }: StripeAccount): Promise<void> {
  await stripe.prices.list({ limit: 1 }, { maxNetworkRetries: 0 });
}
