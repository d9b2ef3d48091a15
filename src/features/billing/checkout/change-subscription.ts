import type { Stripe } from "stripe";
import type { AuditDetail } from "#features/audit/contract.ts";
import type { BillingAuditAction } from "#features/billing/audit.ts";
import type { UserActor } from "#platform/actor.ts";
import { writeAudit } from "#features/billing/audit.ts";
import { AppError } from "#platform/app-error.ts";
import { requestJob } from "#platform/jobs/jobs.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import { callStripe } from "#features/billing/stripe/call-stripe.ts";
import type { BillingStatus, PriceInput } from "#features/billing/contract.ts";
import { findPrice } from "#features/billing/stripe/find-price.ts";
import { isLiveStatus } from "#features/billing/rules/live-status.ts";
import { SYNC_QUEUE } from "#features/billing/stripe/queues.ts";
import { readCustomer, requireBilling } from "#features/billing/records/read-customer.ts";
import { syncCustomer } from "#features/billing/sync/sync-customer.ts";
import { statusOf, viewStatus } from "#features/billing/records/view-status.ts";
import { withIdempotencyKey } from "#features/billing/stripe/idempotency-key.ts";

type Deps = Pick<BillingDeps, "db" | "clock" | "billing" | "encryption" | "publicUrl" | "log">;

/** Ends the plan with what is paid for, or with the trial. Throws `conflict` for who has none. */
export const cancelPlan = (deps: Deps, actor: UserActor): Promise<BillingStatus> =>
  change(deps, actor, {
    key: "cancel",
    action: "plan_cancelled",
    terms: () => ({ cancel_at_period_end: true }),
  });

/** Takes a cancellation back, as long as the plan runs. */
export const resumePlan = (deps: Deps, actor: UserActor): Promise<BillingStatus> =>
  change(deps, actor, {
    key: "resume",
    action: "plan_resumed",
    terms: () => ({ cancel_at_period_end: false }),
  });

/** From monthly to yearly or back, at once; Stripe settles the difference on the next invoice. */
export async function changePlan(
  deps: Deps,
  actor: UserActor,
  { price }: PriceInput,
): Promise<BillingStatus> {
  const { stripe } = requireBilling(deps);
  const priceId = await callStripe(deps, "before", () => findPrice(stripe, price));
  return change(deps, actor, {
    key: `change:${price}`,
    action: "plan_changed",
    detail: { price },
    terms: ({ items }) => {
      const [item] = items.data;
      if (item === undefined) throw new Error("a subscription holds nothing");
      if (item.price.id === priceId) throw new AppError("conflict", "That is your plan already");
      return { items: [{ id: item.id, price: priceId }], proration_behavior: "create_prorations" };
    },
  });
}

type Change = {
  key: string;
  action: BillingAuditAction;
  detail?: AuditDetail;
  /** The state that is set, by what the subscription is at Stripe now. */
  terms: (held: Stripe.Subscription) => Stripe.SubscriptionUpdateParams;
};

/** Reads first: where Stripe is away it is known then that nothing was done. What Stripe did is written down. */
async function change(
  deps: Deps,
  actor: UserActor,
  { key, action, detail = {}, terms }: Change,
): Promise<BillingStatus> {
  const { stripe } = requireBilling(deps);
  const held = await readCustomer(deps.db, actor.userId);
  const id = held?.subscriptionId ?? null;
  if (held === null || id === null || !isLiveStatus(held.status)) {
    throw new AppError("conflict", "You have no plan that runs. See Plans to start one");
  }
  const { stripeId, version } = held;
  const next = terms(await callStripe(deps, "before", () => stripe.subscriptions.retrieve(id)));
  await callStripe(deps, "act", () =>
    withIdempotencyKey(`${key}:${id}:v${version}`, (opts) => stripe.subscriptions.update(id, next, opts)),
  );
  try {
    await writeAudit(deps, actor, { action, userId: actor.userId, detail });
    return await callStripe(deps, "after", async () => statusOf(deps, await syncCustomer(deps, stripeId)));
  } catch (error) {
    // Its event asks for the same, if it comes.
    await requestJob(deps.db, SYNC_QUEUE, stripeId);
    throw error;
  }
}

/** Asks Stripe at once: for the page that somebody comes back to from it. */
export async function refreshStatus(deps: Deps, actor: UserActor): Promise<BillingStatus> {
  const held = deps.billing === null ? null : await readCustomer(deps.db, actor.userId);
  if (held === null) return viewStatus(deps, actor);
  return callStripe(deps, "read", async () => statusOf(deps, await syncCustomer(deps, held.stripeId)));
}
