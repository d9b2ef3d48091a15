import type { UserActor } from "#features/accounts/session.ts";
import { AppError } from "#platform/app-error.ts";
import type { BillingDeps } from "./billing-deps.ts";
import { callStripe } from "./call-stripe.ts";
import type { PriceInput, RedirectTo } from "./contract.ts";
import { ensureCustomer } from "./ensure-customer.ts";
import { findPrice } from "./find-price.ts";
import { TRIAL_DAYS } from "./plans.ts";
import { soldHere } from "./read-customer.ts";
import { syncCustomer } from "./sync-customer.ts";

const OVER = new Set(["none", "canceled", "incomplete_expired", "incomplete"]);

type Deps = Pick<BillingDeps, "db" | "clock" | "billing" | "sealer" | "publicUrl" | "log">;

/**
 * A page of Stripe where the user buys Pro, or starts the one trial without a card. Throws `conflict` for who has a
 * subscription, by what Stripe says now; a checkout that was left open before is closed, so that one at most is paid.
 */
export async function startCheckout(
  deps: Deps,
  actor: UserActor,
  { price }: PriceInput,
): Promise<RedirectTo> {
  const { stripe } = soldHere(deps);
  return callStripe(deps, async () => {
    const { stripeId } = await ensureCustomer(deps, actor);
    const customer = await syncCustomer(deps, stripeId);
    if (customer === null) throw new Error("a customer was made and is gone");
    if (!OVER.has(customer.status)) {
      throw new AppError("conflict", "You have Pro already. Change or end it under Settings, Plan");
    }
    const priceId = await findPrice(stripe, price);
    const open = await stripe.checkout.sessions.list({ customer: stripeId, status: "open", limit: 10 });
    await Promise.all(open.data.map(({ id }) => stripe.checkout.sessions.expire(id)));
    const back = `${deps.publicUrl}/settings/billing`;
    const session = await stripe.checkout.sessions.create(
      {
        mode: "subscription",
        customer: stripeId,
        client_reference_id: actor.userId,
        line_items: [{ price: priceId, quantity: 1 }],
        payment_method_collection: "if_required",
        allow_promotion_codes: false,
        success_url: `${back}?checkout={CHECKOUT_SESSION_ID}`,
        cancel_url: `${back}?checkout=left`,
        ...(customer.trialUsed
          ? {}
          : {
              subscription_data: {
                trial_period_days: TRIAL_DAYS,
                trial_settings: { end_behavior: { missing_payment_method: "cancel" as const } },
              },
            }),
      },
      { idempotencyKey: `checkout:${actor.userId}:${price}:v${customer.version}` },
    );
    if (session.url === null) throw new Error("Stripe made a checkout without a page");
    return { url: session.url };
  });
}
