import { definePolicy } from "#platform/limits/limiter.ts";

/**
 * Webhook requests, per IP address. The limit is high, because Stripe sends large bursts after an outage and an invalid
 * signature is cheap to refuse.
 */
export const webhookPolicy = definePolicy({
  name: "webhook",
  points: 3_000,
  durationS: 60,
  countBy: "ip",
});
