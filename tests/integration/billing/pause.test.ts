import { expect, test } from "vitest";
import { reportBilling } from "#features/billing/admin/report-billing.ts";
import { refreshStatus } from "#features/billing/checkout/change-subscription.ts";
import { findPlan } from "#features/billing/records/find-plan.ts";
import { ensureCustomer } from "#features/billing/stripe/ensure-customer.ts";
import { addUser, billingDeps } from "../../support/billing/billing.ts";
import { useSeller } from "../../support/billing/seller.ts";
import { attachCard } from "../../support/billing/stripe.ts";

const seller = useSeller();
const { clock } = seller;

test("payments paused at Stripe are shown, and stop the plan where the service is not provided meanwhile", async () => {
  const { db, stripe } = seller;
  const deps = billingDeps(db, clock, stripe.account);
  const { actor, userId } = await addUser(db);
  const { stripeId } = await ensureCustomer(deps, actor);
  await attachCard(stripe.stripe, stripeId, "good");
  const { id } = await stripe.stripe.subscriptions.create({
    customer: stripeId,
    items: [{ price: stripe.prices.monthly }],
  });
  const seen = async () => {
    const { status, plan, pauseBehavior, pauseResumesAt } = await refreshStatus(deps, actor);
    const { monthlyRevenueCents: cents } = await reportBilling({ db: db.orm, clock });
    expect(await findPlan(deps, userId)).toBe(plan);
    expect(status).toBe("active");
    return { plan, pauseBehavior, pauseResumesAt, cents };
  };
  const going = { plan: "pro", pauseBehavior: null, pauseResumesAt: null, cents: 999 };
  expect(await seen()).toEqual(going);
  const resumes_at = Math.floor(clock.now().getTime() / 1_000) + 86_400;
  for (const [behavior, plan, cents] of [
    ["void", "free", 0],
    ["mark_uncollectible", "pro", 0],
    ["keep_as_draft", "pro", 999],
  ] as const) {
    await stripe.stripe.subscriptions.update(id, { pause_collection: { behavior, resumes_at } });
    const paused = { plan, pauseBehavior: behavior, pauseResumesAt: resumes_at * 1_000, cents };
    expect(await seen()).toEqual(paused);
  }
  await stripe.stripe.subscriptions.update(id, { pause_collection: "" });
  expect(await seen()).toEqual(going);
});
