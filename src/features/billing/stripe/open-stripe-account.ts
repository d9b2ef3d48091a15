import { isTestKey, openStripe } from "#platform/stripe.ts";
import type { StripeAccount } from "#platform/stripe.ts";

type Settings = {
  STRIPE_SECRET_KEY?: string | undefined;
  STRIPE_WEBHOOK_SECRET?: readonly string[] | undefined;
  STRIPE_API_URL?: string | undefined;
};

/** Null without an API key of Stripe; then nothing is sold. */
export function openStripeAccount(env: Settings): StripeAccount | null {
  const { STRIPE_SECRET_KEY: secretKey, STRIPE_WEBHOOK_SECRET: webhookSecrets = [] } = env;
  if (secretKey === undefined) return null;
  return {
    stripe: openStripe({ secretKey, apiUrl: env.STRIPE_API_URL }),
    webhookSecrets,
    testMode: isTestKey(secretKey),
  };
}
