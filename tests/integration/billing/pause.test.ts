import { afterAll, beforeAll, expect, test } from "vitest";
import { reportBilling } from "#features/billing/admin/report-billing.ts";
import { refreshStatus } from "#features/billing/checkout/change-subscription.ts";
import { findPlan } from "#features/billing/records/find-plan.ts";
import { ensureCustomer } from "#features/billing/stripe/ensure-customer.ts";
import { addUser, billingDeps, tickingClock } from "../../support/billing/billing.ts";
import { attachCard, startTestStripe } from "../../support/billing/stripe.ts";
import type { TestStripe } from "../../support/billing/stripe.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";

const clock = tickingClock();
let database: TestDatabase;
let stripe: TestStripe;

beforeAll(async () => {
  [database, stripe] = await Promise.all([createTestDatabase({ max: 4 }), startTestStripe({ clock })]);
});
afterAll(async () => {
  await stripe?.close();
  await database?.drop();
});

test("payments paused at Stripe are shown, and stop the plan where the service is not provided meanwhile", async () => {
  const deps = billingDeps(database.db, clock, stripe.account);
  const { actor, userId } = await addUser(database.db);
  const { stripeId } = await ensureCustomer(deps, actor);
  await attachCard(stripe.stripe, stripeId, "good");
  const { id } = await stripe.stripe.subscriptions.create({
    customer: stripeId,
    items: [{ price: stripe.prices.monthly }],
  });
  const seen = async () => {
    const { status, plan, pauseBehavior, pauseResumesAt } = await refreshStatus(deps, actor);
    const { monthlyRevenueCents: cents } = await reportBilling({ db: database.db.orm, clock });
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
