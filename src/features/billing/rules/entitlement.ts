import type { PauseBehavior, SubscriptionStatus } from "#features/billing/contract.ts";
import { GRACE_DAYS } from "./plans.ts";
import type { PlanName } from "./plans.ts";

const DAY_MS = 86_400_000;

type Held = {
  status: SubscriptionStatus;
  plan: PlanName;
  pastDueSince: Date | null;
  periodEndsAt: Date | null;
  trialEndsAt: Date | null;
  pauseBehavior: PauseBehavior | null;
};

const graceAfter = (since: Date): Date => new Date(since.getTime() + GRACE_DAYS * DAY_MS);

/** The end of the grace period after a failed payment; null if nothing is due. */
export const graceEnd = ({ pastDueSince }: Pick<Held, "pastDueSince">): Date | null =>
  pastDueSince === null ? null : graceAfter(pastDueSince);

/**
 * When a running plan expires unless Stripe confirms it: some days after the last known end of its period. Null if no
 * end is known.
 */
function staleFrom({ periodEndsAt, trialEndsAt }: Pick<Held, "periodEndsAt" | "trialEndsAt">): Date | null {
  const ends = [periodEndsAt, trialEndsAt].filter((end) => end !== null);
  return ends.length === 0 ? null : graceAfter(new Date(Math.max(...ends.map(Number))));
}

/**
 * The plan of a customer at a time, from the Stripe status and, after a failed payment, the grace period. A status that
 * Stripe has not confirmed for longer than that gives no plan, because the customer may no longer be readable at
 * Stripe. Nor does one whose payments are paused with `void`, which Stripe's docs give for services that are not provided
 * meanwhile; with the other two the service goes on, free or paid later
 * (https://docs.stripe.com/billing/subscriptions/pause-payment).
 */
export function planAt(held: Held, now: Date): PlanName {
  if (held.pauseBehavior === "void") return "free";
  const isRunning = held.status === "trialing" || held.status === "active";
  const end = isRunning ? staleFrom(held) : graceEnd(held);
  if (isRunning) return end === null || now < end ? held.plan : "free";
  return held.status === "past_due" && end !== null && now < end ? held.plan : "free";
}
