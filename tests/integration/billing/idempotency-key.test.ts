import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { cancelPlan, refreshStatus, resumePlan } from "#features/billing/checkout/change-subscription.ts";
import { ensureCustomer } from "#features/billing/stripe/ensure-customer.ts";
import { readCustomer } from "#features/billing/records/read-customer.ts";
import { startCheckout } from "#features/billing/checkout/start-checkout.ts";
import { syncCustomer } from "#features/billing/sync/sync-customer.ts";
import { addUser, billingDeps, ledgerOf, tickingClock } from "../../support/billing/billing.ts";
import type { TestUser } from "../../support/billing/billing.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { startTestStripe } from "../../support/billing/stripe.ts";
import type { TestStripe } from "../../support/billing/stripe.ts";

const clock = tickingClock();
let database: TestDatabase;
let stripe: TestStripe;

beforeAll(async () => {
  [database, stripe] = await Promise.all([createTestDatabase({ max: 14 }), startTestStripe({ clock })]);
});
afterAll(async () => {
  await stripe?.close();
  await database?.drop();
});
afterEach(() => stripe.simulator.control.clearFaults());

const deps = (from = stripe) => billingDeps(database.db, clock, from.account);
const buy = (user: TestUser, from = stripe) =>
  startCheckout(deps(from), user.actor, { price: "pro_monthly" });
const held = (user: TestUser) => readCustomer(database.db.orm, user.userId);
/** Stripe does the work, keeps its 500 under the key, and answers with it for a day. */
const failSaved = (endpoint: string, times = 1) =>
  stripe.simulator.control.addFault({ endpoint, kind: "status", status: 500, when: "after", times });

describe("a failure that Stripe keeps under a key", () => {
  test("of a new customer lets the buyer through on the next click, twelve at once with one customer", async () => {
    const user = await addUser(database.db);
    failSaved("POST /v1/customers");
    await expect(buy(user)).rejects.toMatchObject({ code: "unavailable" });
    expect(await held(user)).toBeNull();
    const pages = await Promise.all(Array.from({ length: 12 }, () => buy(user)));
    expect(new Set(pages.map(({ url }) => url)).size).toBe(1);
    const { stripeId } = (await held(user)) ?? {};
    const { data } = await stripe.stripe.checkout.sessions.list({ customer: stripeId ?? "" });
    expect(data.map(({ status }) => status)).toEqual(["open"]);
  });

  test("does so after any number of clicks that failed", async () => {
    const user = await addUser(database.db);
    failSaved("POST /v1/customers", 100);
    for (let click = 0; click < 7; click++) await expect(buy(user)).rejects.toThrow();
    stripe.simulator.control.clearFaults();
    await expect(buy(user)).resolves.toMatchObject({ url: expect.any(String) });
  });

  test("of a change of the plan lets it be asked for again", async () => {
    const user = await addUser(database.db);
    expect(await stripe.press((await buy(user)).url)).toBe(303);
    await refreshStatus(deps(), user.actor);
    for (const [act, cancelAtPeriodEnd] of [
      [cancelPlan, true],
      [resumePlan, false],
    ] as const) {
      failSaved("POST /v1/subscriptions/:id");
      await expect(act(deps(), user.actor)).rejects.toMatchObject({ code: "unavailable" });
      expect(await act(deps(), user.actor)).toMatchObject({ cancelAtPeriodEnd });
    }
  });
});

test("a name that was changed since a lost answer is another question, not a misused key", async () => {
  const user = await addUser(database.db);
  failSaved("POST /v1/customers");
  await expect(buy(user)).rejects.toMatchObject({ code: "unavailable" });
  await database.db.sql`update users set name = 'Zezima the Second' where id = ${user.userId}`;
  await expect(buy(user)).resolves.toMatchObject({ url: expect.any(String) });
  const { stripeId } = (await held(user)) ?? {};
  expect(await stripe.stripe.customers.retrieve(stripeId ?? "")).toMatchObject({ name: "Zezima the Second" });
});

test("whom another account of Stripe knew is a new customer at this one, and its old plan ends here", async () => {
  const user = await addUser(database.db);
  const old = await startTestStripe({ clock });
  try {
    expect(await old.press((await buy(user, old)).url)).toBe(303);
    expect(await refreshStatus(deps(old), user.actor)).toMatchObject({ plan: "pro", status: "trialing" });
  } finally {
    await old.close();
  }
  const before = await held(user);
  // Ids of a simulator count up: this one has made as many customers, and must not know that one by chance.
  await database.db.sql`
    update billing_customers set stripe_id = 'cus_of_another_account' where user_id = ${user.userId}`;
  await expect(syncCustomer(deps(), "cus_of_another_account")).rejects.toMatchObject({
    code: "resource_missing",
  });

  const again = await Promise.all(Array.from({ length: 12 }, () => ensureCustomer(deps(), user.actor)));
  expect(new Set(again.map(({ stripeId }) => stripeId)).size).toBe(1);
  expect(again[0]).toMatchObject({ subscriptionId: before?.subscriptionId, status: "trialing" });
  const { url } = await buy(user);
  expect(await held(user)).toMatchObject({ status: "none", plan: "free", trialUsed: true });
  const effects = (await ledgerOf(database.db, again[0]?.stripeId ?? "")).map(({ effect }) => effect);
  expect(effects).toEqual(["ended"]);
  // The trial was had: this one is paid for at once.
  expect(await stripe.press(url)).toBe(303);
  expect(await refreshStatus(deps(), user.actor)).toMatchObject({ plan: "pro", status: "active" });
});
