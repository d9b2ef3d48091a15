import type { UserActor } from "#platform/actor.ts";
import { writeAudit } from "#features/billing/audit.ts";
import { AppError } from "#platform/app-error.ts";
import type { StripeClient } from "#platform/stripe.ts";
import type { BillingDeps } from "#features/billing/deps.ts";
import { callStripe } from "#features/billing/stripe/call-stripe.ts";
import type { PriceInput, RedirectTo } from "#features/billing/contract.ts";
import { ensureCustomer } from "#features/billing/stripe/ensure-customer.ts";
import { findPrice } from "#features/billing/stripe/find-price.ts";
import { TRIAL_DAYS } from "#features/billing/rules/plans.ts";
import { requireBilling } from "#features/billing/records/read-customer.ts";
import { syncCustomer } from "#features/billing/sync/sync-customer.ts";
import { withIdempotencyKey } from "#features/billing/stripe/idempotency-key.ts";

const LOOKED_AT = 10;
const OVER = new Set(["none", "canceled", "incomplete_expired", "incomplete"]);

type Deps = Pick<BillingDeps, "db" | "clock" | "billing" | "encryption" | "publicUrl" | "log">;

/**
 * Returns a Stripe checkout page where the user buys Pro, or starts the single trial, with a card in both cases: a
 * trial's card must have a fingerprint (`records/trial-cards.ts`). Throws `conflict` if Stripe has a subscription of the
 * user. At most one checkout is open: one with the same terms is reused, others are
 * expired. Writes to the audit log only for a new checkout.
 */
export async function startCheckout(
  deps: Deps,
  actor: UserActor,
  { price }: PriceInput,
): Promise<RedirectTo> {
  const { stripe } = requireBilling(deps);
  return callStripe(deps, "before", async () => {
    const { stripeId } = await ensureCustomer(deps, actor);
    const customer = await syncCustomer(deps, stripeId);
    if (customer === null) throw new Error("a customer was made and is gone");
    if (!OVER.has(customer.status)) {
      throw new AppError("conflict", "You have Pro already. Change or end it under Settings, Plan");
    }
    const priceId = await findPrice(stripe, price);
    const trial = customer.trialUsed ? "no" : "yes";
    const { data: sessions } = await stripe.checkout.sessions.list({ customer: stripeId, limit: LOOKED_AT });
    const open = sessions.filter(({ status }) => status === "open");
    const same = open.find(
      ({ metadata, payment_method_collection: card }) =>
        metadata?.["price"] === price && metadata["trial"] === trial && card === "always",
    );
    await closeAll(stripe, open, same?.id);
    if (same !== undefined && same.url !== null) return { url: same.url };
    const back = `${deps.publicUrl}/settings/billing`;
    // Concurrent requests see the same newest checkout and return the same page.
    const key = `checkout:${stripeId}:${price}:${trial}:after:${sessions[0]?.id ?? "none"}`;
    const session = await withIdempotencyKey(key, (opts) =>
      stripe.checkout.sessions.create(
        {
          mode: "subscription",
          customer: stripeId,
          client_reference_id: actor.userId,
          line_items: [{ price: priceId, quantity: 1 }],
          payment_method_collection: "always",
          allow_promotion_codes: false,
          success_url: `${back}?checkout={CHECKOUT_SESSION_ID}`,
          cancel_url: `${back}?checkout=left`,
          metadata: { price, trial },
          ...(customer.trialUsed
            ? {}
            : {
                // Cards of wallets too; bank accounts and others have no fingerprint of a card.
                allowed_payment_method_types: ["card" as const],
                subscription_data: {
                  trial_period_days: TRIAL_DAYS,
                  trial_settings: { end_behavior: { missing_payment_method: "cancel" as const } },
                },
              }),
        },
        opts,
      ),
    );
    await keepNewest(stripe, stripeId, session.id);
    if (session.url === null) throw new Error("Stripe made a checkout without a page");
    await writeAudit(deps, actor, {
      action: "checkout_started",
      userId: actor.userId,
      detail: { price },
    });
    return { url: session.url };
  });
}

type Session = { id: string; created: number };

/** Expires the other open checkouts. Throws `conflict` if one of them has just been paid. */
async function closeAll(stripe: StripeClient, open: readonly Session[], but?: string): Promise<void> {
  const others = open.filter(({ id }) => id !== but);
  await Promise.all(
    others.map(async ({ id }) => {
      try {
        await withIdempotencyKey(`expire:${id}`, (opts) => stripe.checkout.sessions.expire(id, {}, opts));
      } catch (error) {
        const { status } = await stripe.checkout.sessions.retrieve(id);
        if (status === "complete") {
          throw new AppError(
            "conflict",
            "You have just bought a plan. See Settings, Plan",
            {},
            { cause: error },
          );
        }
        if (status === "open") throw error;
      }
    }),
  );
}

/** If two checkouts with different prices were created at once, keeps the newest and returns only its page. */
async function keepNewest(stripe: StripeClient, customer: string, mine: string): Promise<void> {
  const { data } = await stripe.checkout.sessions.list({ customer, status: "open", limit: LOOKED_AT });
  const [newest] = data.toSorted((a, b) => b.created - a.created || b.id.localeCompare(a.id));
  if (newest === undefined) return;
  await closeAll(stripe, data, newest.id);
  if (newest.id !== mine) {
    throw new AppError("conflict", "Another checkout was opened at the same moment. Try again");
  }
}
