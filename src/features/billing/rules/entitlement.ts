import type { SubscriptionStatus } from "#features/billing/contract.ts";
import { GRACE_DAYS } from "./plans.ts";
import type { PlanName } from "./plans.ts";

const DAY_MS = 86_400_000;

type Held = {
  status: SubscriptionStatus;
  plan: PlanName;
  pastDueSince: Date | null;
  periodEndsAt: Date | null;
  trialEndsAt: Date | null;
};

const graceAfter = (since: Date): Date => new Date(since.getTime() + GRACE_DAYS * DAY_MS);

/** Until when a plan whose payment failed goes on; null while nothing is due. */
export const graceEnd = ({ pastDueSince }: Pick<Held, "pastDueSince">): Date | null =>
  pastDueSince === null ? null : graceAfter(pastDueSince);

/**
 * When a plan that runs is no longer believed without Stripe saying so again: some days after the end of what it was last
 * known to run to. Null where no end is known.
 */
function staleFrom({ periodEndsAt, trialEndsAt }: Held): Date | null {
  const ends = [periodEndsAt, trialEndsAt].filter((end) => end !== null);
  return ends.length === 0 ? null : graceAfter(new Date(Math.max(...ends.map(Number))));
}

/**
 * What somebody has at a moment: Stripe's state decides, and after a failed payment the grace of some days. A state that
 * Stripe has not renewed for longer than that is none: the row may be one that cannot be asked about any more.
 */
export function planAt(held: Held, now: Date): PlanName {
  const isRunning = held.status === "trialing" || held.status === "active";
  const end = isRunning ? staleFrom(held) : graceEnd(held);
  if (isRunning) return end === null || now < end ? held.plan : "free";
  return held.status === "past_due" && end !== null && now < end ? held.plan : "free";
}
