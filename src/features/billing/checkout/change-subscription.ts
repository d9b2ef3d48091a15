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

/** Cancels the subscription at the end of the paid period or of the trial. Throws `conflict` without a subscription. */
export const cancelPlan = (deps: Deps, actor: UserActor): Promise<BillingStatus> =>
  change(deps, actor, {
    key: "cancel",
    action: "plan_cancelled",
    terms: () => ({ cancel_at_period_end: true }),
  });

/** Undoes a cancellation while the plan still runs, with its period or at a date, as Stripe's portal and dashboard set it. */
export const resumePlan = (deps: Deps, actor: UserActor): Promise<BillingStatus> =>
  change(deps, actor, {
    key: "resume",
    action: "plan_resumed",
    // `cancel_at_period_end: false` leaves a date as it is, and Stripe takes only one of the two.
    terms: ({ cancel_at, cancel_at_period_end }) =>
      cancel_at !== null && !cancel_at_period_end ? { cancel_at: "" } : { cancel_at_period_end: false },
  });

/** Changes between monthly and yearly at once. Stripe adds the difference to the next invoice. */
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
  /** The parameters of the update, from the subscription's current state at Stripe. */
  terms: (held: Stripe.Subscription) => Stripe.SubscriptionUpdateParams;
};

/**
 * Reads the subscription first, so that a failure of Stripe there means that nothing was changed. Then updates it and
 * writes the audit log.
 */
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
    // The webhook event of the update requests a sync too, if it arrives.
    await requestJob(deps.db, SYNC_QUEUE, stripeId);
    throw error;
  }
}

/** Syncs from Stripe at once, for the page to which the user returns from Stripe. */
export async function refreshStatus(deps: Deps, actor: UserActor): Promise<BillingStatus> {
  const held = deps.billing === null ? null : await readCustomer(deps.db, actor.userId);
  if (held === null) return viewStatus(deps, actor);
  return callStripe(deps, "read", async () => statusOf(deps, await syncCustomer(deps, held.stripeId)));
}
