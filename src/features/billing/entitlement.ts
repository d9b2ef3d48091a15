import type { SubscriptionStatus } from "./contract.ts";
import { GRACE_DAYS } from "./plans.ts";
import type { PlanName } from "./plans.ts";

const DAY_MS = 86_400_000;

type Held = {
  status: SubscriptionStatus;
  plan: PlanName;
  pastDueSince: Date | null;
};

/** Until when a plan whose payment failed goes on; null while nothing is due. */
export const graceEnd = ({ pastDueSince }: Pick<Held, "pastDueSince">): Date | null =>
  pastDueSince === null ? null : new Date(pastDueSince.getTime() + GRACE_DAYS * DAY_MS);

/** What somebody has at a moment: Stripe's state decides, and after a failed payment the grace of some days. */
export function planAt(held: Held, now: Date): PlanName {
  if (held.status === "trialing" || held.status === "active") return held.plan;
  const end = graceEnd(held);
  return held.status === "past_due" && end !== null && now < end ? held.plan : "free";
}
