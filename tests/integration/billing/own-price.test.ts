import { expect, test } from "vitest";
import { reportBilling } from "#features/billing/admin/report-billing.ts";
import { refreshStatus } from "#features/billing/checkout/change-subscription.ts";
import { ensureCustomer } from "#features/billing/stripe/ensure-customer.ts";
import { addUser, billingDeps } from "../../support/billing/billing.ts";
import { useSeller } from "../../support/billing/seller.ts";
import { attachCard } from "../../support/billing/stripe.ts";

const seller = useSeller();
const { clock } = seller;

test("a subscriber whose price lost its lookup key sees and counts by what the subscription costs", async () => {
  const { db, stripe } = seller;
  const deps = billingDeps(db, clock, stripe.account);
  const { actor } = await addUser(db);
  const { stripeId } = await ensureCustomer(deps, actor);
  await attachCard(stripe.stripe, stripeId, "good");
  await stripe.stripe.subscriptions.create({ customer: stripeId, items: [{ price: stripe.prices.monthly }] });
  const own = { cents: 999, currency: "usd", interval: "month", count: 1 };
  expect(await refreshStatus(deps, actor)).toMatchObject({ price: "pro_monthly", ownPrice: own });

  const { product } = await stripe.stripe.prices.retrieve(stripe.prices.monthly);
  await stripe.stripe.prices.create({
    product: String(product),
    currency: "usd",
    unit_amount: 1_499,
    recurring: { interval: "month" },
    lookup_key: "pro_monthly",
    transfer_lookup_key: true,
  });
  expect(await refreshStatus(deps, actor)).toMatchObject({ plan: "pro", price: null, ownPrice: own });
  expect(await reportBilling({ db: db.orm, clock })).toMatchObject({ monthlyRevenueCents: 999 });
});
