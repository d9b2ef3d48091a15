import type { UserActor } from "#features/accounts/session.ts";
import { AppError } from "#platform/app-error.ts";
import type { StripeClient } from "#platform/stripe.ts";
import type { BillingDeps } from "./billing-deps.ts";
import { callStripe } from "./call-stripe.ts";
import type { BillingStatus, PriceInput } from "./contract.ts";
import { findPrice } from "./find-price.ts";
import { readCustomer, soldHere } from "./read-customer.ts";
import type { Customer } from "./read-customer.ts";
import { syncCustomer } from "./sync-customer.ts";
import { statusOf } from "./view-status.ts";
import { withKey } from "./with-key.ts";

type Deps = Pick<BillingDeps, "db" | "clock" | "billing" | "sealer" | "publicUrl" | "log">;
type Live = Customer & { subscriptionId: string };

const LIVE = new Set(["trialing", "active", "past_due", "unpaid", "paused"]);

/** Ends the plan with what is paid for, or with the trial. Throws `conflict` for who has none. */
export const cancelPlan = (deps: Deps, actor: UserActor): Promise<BillingStatus> =>
  change(deps, actor, (stripe, { subscriptionId, version }) =>
    withKey(`cancel:${subscriptionId}:v${version}`, (opts) =>
      stripe.subscriptions.update(subscriptionId, { cancel_at_period_end: true }, opts),
    ),
  );

/** Takes a cancellation back, as long as the plan runs. */
export const resumePlan = (deps: Deps, actor: UserActor): Promise<BillingStatus> =>
  change(deps, actor, (stripe, { subscriptionId, version }) =>
    withKey(`resume:${subscriptionId}:v${version}`, (opts) =>
      stripe.subscriptions.update(subscriptionId, { cancel_at_period_end: false }, opts),
    ),
  );

/** From monthly to yearly or back, at once; Stripe settles the difference on the next invoice. */
export const changePlan = (deps: Deps, actor: UserActor, { price }: PriceInput): Promise<BillingStatus> =>
  change(deps, actor, async (stripe, { subscriptionId, version }) => {
    const priceId = await findPrice(stripe, price);
    const { items } = await stripe.subscriptions.retrieve(subscriptionId);
    const [item] = items.data;
    if (item === undefined) throw new Error("a subscription holds nothing");
    if (item.price.id === priceId) throw new AppError("conflict", "That is your plan already");
    const terms = {
      items: [{ id: item.id, price: priceId }],
      proration_behavior: "create_prorations" as const,
    };
    await withKey(`change:${subscriptionId}:${price}:v${version}`, (opts) =>
      stripe.subscriptions.update(subscriptionId, terms, opts),
    );
  });

async function change(
  deps: Deps,
  actor: UserActor,
  act: (stripe: StripeClient, held: Live) => Promise<unknown>,
): Promise<BillingStatus> {
  const { stripe } = soldHere(deps);
  return callStripe(deps, async () => {
    const held = await readCustomer(deps.db, actor.userId);
    if (held === null || held.subscriptionId === null || !LIVE.has(held.status)) {
      throw new AppError("conflict", "You have no plan that runs. See Plans to start one");
    }
    await act(stripe, { ...held, subscriptionId: held.subscriptionId });
    return statusOf(deps, await syncCustomer(deps, held.stripeId));
  });
}

/** Asks Stripe at once: for the page that somebody comes back to from it. */
export async function refreshStatus(deps: Deps, actor: UserActor): Promise<BillingStatus> {
  const held = deps.billing === null ? null : await readCustomer(deps.db, actor.userId);
  if (held === null) return statusOf(deps, held);
  return callStripe(deps, async () => statusOf(deps, await syncCustomer(deps, held.stripeId)));
}
