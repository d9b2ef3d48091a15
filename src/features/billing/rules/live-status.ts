import type { SubscriptionStatus } from "#features/billing/contract.ts";

/** Statuses of a subscription that exists at Stripe: it may charge, and a second one cannot be bought. */
const LIVE = new Set<string>([
  "trialing",
  "active",
  "past_due",
  "unpaid",
  "paused",
] satisfies SubscriptionStatus[]);

/** `status` is Stripe's text; an unknown status does not count as running. */
export const isLiveStatus = (status: string): boolean => LIVE.has(status);
