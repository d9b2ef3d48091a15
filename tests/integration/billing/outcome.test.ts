import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { cancelPlan, refreshStatus, resumePlan } from "#features/billing/checkout/change-subscription.ts";
import { startCheckout } from "#features/billing/checkout/start-checkout.ts";
import { readCustomer } from "#features/billing/records/read-customer.ts";
import { syncCustomer } from "#features/billing/sync/sync-customer.ts";
import { addUser, auditOf, billingDeps, tickingClock } from "../../support/billing/billing.ts";
import type { TestUser } from "../../support/billing/billing.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { jobsOf } from "../../support/servers/mail.ts";
import { startTestStripe } from "../../support/billing/stripe.ts";
import type { TestStripe } from "../../support/billing/stripe.ts";

const clock = tickingClock();
let database: TestDatabase;
let stripe: TestStripe;

beforeAll(async () => {
  [database, stripe] = await Promise.all([createTestDatabase(), startTestStripe({ clock })]);
});
afterAll(async () => {
  await stripe?.close();
  await database?.drop();
});
afterEach(() => stripe.simulator.control.clearFaults());

const deps = () => billingDeps(database.db, clock, stripe.account);
const refresh = (user: TestUser) => refreshStatus(deps(), user.actor);

async function payingUser(): Promise<TestUser> {
  const user = await addUser(database.db);
  const { url } = await startCheckout(deps(), user.actor, { price: "pro_monthly" });
  expect(await stripe.press(url)).toBe(303);
  expect(await refresh(user)).toMatchObject({ plan: "pro" });
  return user;
}

test("if Stripe fails before, during or after a change, the error says what is known", async () => {
  const user = await payingUser();
  const fail = (endpoint: string, when: "before" | "after" = "before") =>
    stripe.simulator.control.addFault({ endpoint, kind: "status", status: 500, when });
  const cancel = () => cancelPlan(deps(), user.actor);

  fail("GET /v1/subscriptions/:id");
  await expect(cancel()).rejects.toMatchObject({ code: "unavailable", message: /Nothing was changed/ });
  stripe.simulator.control.clearFaults();
  expect(await refresh(user)).toMatchObject({ cancelAtPeriodEnd: false });

  fail("POST /v1/subscriptions/:id", "after");
  await expect(cancel()).rejects.toMatchObject({ code: "unavailable", message: /not known/ });
  stripe.simulator.control.clearFaults();
  expect(await refresh(user)).toMatchObject({ cancelAtPeriodEnd: true });

  await resumePlan(deps(), user.actor);
  await database.db.sql`delete from pgboss.job`;
  fail("GET /v1/invoices");
  await expect(cancel()).rejects.toMatchObject({ code: "unavailable", message: /Stripe has done this/ });
  await expect(refresh(user)).rejects.toMatchObject({
    code: "unavailable",
    message: expect.not.stringMatching(/nothing was/i),
  });
  stripe.simulator.control.clearFaults();
  expect((await jobsOf(database.db, "billing-sync")).map(({ state }) => state)).toEqual(["created"]);
  const lines = (await auditOf(database.db, user.userId)).map(({ action }) => action);
  expect(lines).toEqual(["checkout_started", "plan_resumed", "plan_cancelled"]);
  expect(await refresh(user)).toMatchObject({ cancelAtPeriodEnd: true });
});

test("a subscription that Stripe no longer has is refused with advice", async () => {
  const user = await payingUser();
  await database.db.sql`
    update billing_customers set subscription_id = 'sub_of_another_account' where user_id = ${user.userId}`;
  await expect(cancelPlan(deps(), user.actor)).rejects.toMatchObject({
    code: "conflict",
    message: /does not find your plan\. Nothing was changed.*See Plans/,
  });
});

test("if Stripe fails to end a second subscription, the sync fails and stores nothing", async () => {
  const user = await payingUser();
  const before = await readCustomer(database.db.orm, user.userId);
  if (before === null) throw new Error("no customer");
  clock.advance(2_000);
  const items = [{ price: stripe.prices.monthly }];
  await stripe.stripe.subscriptions.create({ customer: before.stripeId, items, trial_period_days: 30 });
  stripe.simulator.control.addFault({
    endpoint: "DELETE /v1/subscriptions/:id",
    kind: "status",
    status: 500,
  });
  await expect(syncCustomer(deps(), before.stripeId)).rejects.toMatchObject({ statusCode: 500 });
  expect(await readCustomer(database.db.orm, user.userId)).toEqual(before);
  stripe.simulator.control.clearFaults();
  expect(await syncCustomer(deps(), before.stripeId)).toMatchObject({
    subscriptionId: before.subscriptionId,
  });
});

test("names the card that will be charged, and keeps no more of it", async () => {
  const user = await payingUser();
  const held = await readCustomer(database.db.orm, user.userId);
  const customer = held?.stripeId ?? "";
  const mastercard = await stripe.stripe.paymentMethods.attach("pm_card_mastercard", { customer });
  await stripe.stripe.subscriptions.update(held?.subscriptionId ?? "", {
    default_payment_method: mastercard.id,
  });
  const { card } = await refresh(user);
  const { exp_month: expMonth, exp_year: expYear } = mastercard.card ?? {};
  expect(card).toEqual({ brand: "mastercard", last4: "4444", expMonth, expYear });
  const [row] = await database.db.sql`select card from billing_customers where stripe_id = ${customer}`;
  expect(row?.["card"]).toEqual(card);
});
