import type { SubscriptionStatus } from "#features/billing/contract.ts";

/** A subscription that Stripe keeps: it can't be bought a second time, and it may charge. */
const LIVE = new Set<string>([
  "trialing",
  "active",
  "past_due",
  "unpaid",
  "paused",
] satisfies SubscriptionStatus[]);

/** `status` is Stripe's word; one that it may add one day is none that we know to run. */
export const isLiveStatus = (status: string): boolean => LIVE.has(status);
