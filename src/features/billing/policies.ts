import { definePolicy } from "#platform/limits/limiter.ts";

/** Stripe's webhook, by address: a burst after an outage is large, a request without a valid signature is cheap. */
export const webhookPolicy = definePolicy({
  name: "webhook",
  points: 3_000,
  durationS: 60,
  countBy: "ip",
});
