import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Stripe } from "stripe";
import {
  cancelPlan,
  changePlan,
  refreshStatus,
  resumePlan,
} from "#features/billing/checkout/change-subscription.ts";
import { listInvoices, openPortal } from "#features/billing/checkout/open-portal.ts";
import type { PriceKey } from "#features/billing/rules/plans.ts";
import { readCustomer } from "#features/billing/records/read-customer.ts";
import { startCheckout } from "#features/billing/checkout/start-checkout.ts";
import { viewStatus } from "#features/billing/records/view-status.ts";
import { addUser, billingDeps, ledgerOf, tickingClock } from "../../support/billing/billing.ts";
import type { TestUser } from "../../support/billing/billing.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { attachCard, startTestStripe } from "../../support/billing/stripe.ts";
import type { TestStripe } from "../../support/billing/stripe.ts";

const DAY_MS = 86_400_000;
const clock = tickingClock();
let database: TestDatabase;
let stripe: TestStripe;

beforeAll(async () => {
  [database, stripe] = await Promise.all([
    createTestDatabase({ max: 14 }),
    startTestStripe({ clock, retries: 2 }),
  ]);
});
afterAll(async () => {
  await stripe?.close();
  await database?.drop();
});
afterEach(() => stripe.simulator.control.clearFaults());

const deps = () => billingDeps(database.db, clock, stripe.account);
const buy = (user: TestUser, price: PriceKey = "pro_monthly") => startCheckout(deps(), user.actor, { price });
const stripeIdOf = async (user: TestUser) =>
  (await readCustomer(database.db.orm, user.userId))?.stripeId ?? "";
const sessionsOf = async (user: TestUser) =>
  (await stripe.stripe.checkout.sessions.list({ customer: await stripeIdOf(user), limit: 100 })).data;
const pressed = async (url: string) => expect(await stripe.press(url)).toBe(303);
const refresh = (user: TestUser) => refreshStatus(deps(), user.actor);

/** Somebody who has paid: their trial is over at once. */
async function payer(): Promise<TestUser> {
  const user = await addUser(database.db);
  await pressed((await buy(user)).url);
  const { subscriptionId } = (await refresh(user), (await readCustomer(database.db.orm, user.userId)) ?? {});
  await stripe.stripe.subscriptions.update(subscriptionId ?? "", { trial_end: "now" });
  expect(await refresh(user)).toMatchObject({ status: "active", plan: "pro" });
  return user;
}

describe("a checkout", () => {
  test("is of a customer who was there before it, and begins the trial with a card", async () => {
    const user = await addUser(database.db);
    const { url } = await buy(user);
    const [session] = await sessionsOf(user);
    expect(session).toMatchObject({
      url,
      client_reference_id: user.userId,
      payment_method_collection: "always",
      allowed_payment_method_types: ["card"],
    });
    expect(await stripe.stripe.customers.retrieve(await stripeIdOf(user))).toMatchObject({
      email: user.email,
      metadata: { userId: user.userId },
    });
    await pressed(url);
    expect(await viewStatus(deps(), user.actor)).toMatchObject({
      plan: "free",
      status: "none",
      trialAvailable: true,
    });
    const status = await refresh(user);
    expect(status).toMatchObject({
      plan: "pro",
      status: "trialing",
      price: "pro_monthly",
      trialAvailable: false,
    });
    expect((status.trialEndsAt ?? 0) - clock.now().getTime()).toBeGreaterThan(29.9 * DAY_MS);
    await expect(buy(user)).rejects.toMatchObject({ code: "conflict" });
  });

  test("asked for 12 times at once is one customer and one page", async () => {
    const user = await addUser(database.db);
    // So that the others ask while the first one's page is being made.
    stripe.simulator.control.addFault({
      endpoint: "POST /v1/checkout/sessions",
      kind: "slow",
      delayMs: 800,
      times: 1,
    });
    const pages = await Promise.all(Array.from({ length: 12 }, () => buy(user)));
    expect(new Set(pages.map(({ url }) => url)).size).toBe(1);
    const { data } = await stripe.stripe.customers.list({ email: user.email });
    expect(data).toHaveLength(1);
    expect((await sessionsOf(user)).map(({ status }) => status)).toEqual(["open"]);
    // Asked for again it is the same page; for another price another one, and the first is closed.
    expect(await buy(user)).toEqual(pages[0]);
    const yearly = await buy(user, "pro_yearly");
    expect(yearly).not.toEqual(pages[0]);
    expect((await sessionsOf(user)).map(({ status }) => status)).toEqual(["open", "expired"]);
  });

  test("for either price at once leaves one page open at most", async () => {
    const user = await addUser(database.db);
    const keys = Array.from({ length: 12 }, (_, at): PriceKey =>
      at % 2 === 0 ? "pro_monthly" : "pro_yearly",
    );
    const pages = await Promise.allSettled(keys.map((price) => buy(user, price)));
    for (const page of pages) {
      if (page.status === "rejected") expect(page.reason).toMatchObject({ code: "conflict" });
    }
    const open = (await sessionsOf(user)).filter(({ status }) => status === "open");
    expect(open.length).toBeLessThanOrEqual(1);
    const { url } = await buy(user);
    await pressed(url);
    expect(await refresh(user)).toMatchObject({ status: "trialing" });
  });

  test("gives a trial once, whatever became of it", async () => {
    const user = await addUser(database.db);
    await pressed((await buy(user)).url);
    await refresh(user);
    const { subscriptionId } = (await readCustomer(database.db.orm, user.userId)) ?? {};
    await stripe.stripe.subscriptions.cancel(subscriptionId ?? "");
    const { url } = await buy(user);
    expect((await sessionsOf(user))[0]).toMatchObject({ url, amount_total: 999 });
    await pressed(url);
    expect(await refresh(user)).toMatchObject({ status: "active", trialAvailable: false, trialEndsAt: null });
    const ledger = await ledgerOf(database.db, await stripeIdOf(user));
    expect(ledger.filter(({ effect }) => effect === "trial_started")).toHaveLength(1);
    expect(ledger.filter(({ effect }) => effect === "invoice_paid")).toMatchObject([{ cents: 999 }]);
  });

  test("that was paid twice, in two windows, is one subscription in the end", async () => {
    const user = await addUser(database.db);
    const first = await buy(user);
    const [session] = await sessionsOf(user);
    // As if the other window's page had outlived ours.
    await stripe.stripe.subscriptions.create({
      customer: String(session?.customer),
      items: [{ price: stripe.prices.yearly }],
      trial_period_days: 30,
    });
    clock.advance(2_000);
    await pressed(first.url);
    expect(await refresh(user)).toMatchObject({ status: "trialing", price: "pro_yearly" });
    const { data } = await stripe.stripe.subscriptions.list({ customer: await stripeIdOf(user) });
    expect(data).toHaveLength(1);
  });

  test("is refused where the price is not the one that was shown", async () => {
    const user = await addUser(database.db);
    const { data } = await stripe.stripe.prices.list({ lookup_keys: ["pro_yearly"] });
    const dearer = await stripe.stripe.prices.create({
      product: String(data[0]?.product),
      currency: "usd",
      unit_amount: 99_900,
      lookup_key: "pro_yearly",
      transfer_lookup_key: true,
      recurring: { interval: "year" },
    });
    try {
      await expect(buy(user, "pro_yearly")).rejects.toMatchObject({ code: "unavailable" });
      expect(await sessionsOf(user)).toEqual([]);
    } finally {
      await stripe.stripe.prices.update(dearer.id, { active: false });
      await stripe.stripe.prices.update(String(data[0]?.id), {
        lookup_key: "pro_yearly",
        transfer_lookup_key: true,
      });
    }
    await expect(buy(user, "pro_yearly")).resolves.toMatchObject({ url: expect.any(String) });
  });

  test("while Stripe is away is refused in words, and nothing is kept of it but the customer", async () => {
    const user = await addUser(database.db);
    stripe.simulator.control.addFault({
      endpoint: "POST /v1/checkout/sessions",
      kind: "status",
      status: 500,
    });
    await expect(buy(user)).rejects.toMatchObject({ code: "unavailable", message: /nothing was charged/ });
    stripe.simulator.control.clearFaults();
    await expect(buy(user)).resolves.toMatchObject({ url: expect.any(String) });
    expect((await sessionsOf(user)).filter(({ status }) => status === "open")).toHaveLength(1);
  });

  test("whose answer was lost is not made twice", async () => {
    const user = await addUser(database.db);
    for (const endpoint of ["POST /v1/customers", "POST /v1/checkout/sessions"]) {
      stripe.simulator.control.addFault({ endpoint, kind: "reset", when: "after", times: 1 });
    }
    await buy(user);
    expect((await stripe.stripe.customers.list({ email: user.email })).data).toHaveLength(1);
    expect(await sessionsOf(user)).toHaveLength(1);
  });
});

describe("a plan that runs", () => {
  test("is ended with its period, and goes on after all", async () => {
    const user = await payer();
    const ended = await cancelPlan(deps(), user.actor);
    expect(ended).toMatchObject({ plan: "pro", status: "active", cancelAtPeriodEnd: true });
    expect(await resumePlan(deps(), user.actor)).toMatchObject({ cancelAtPeriodEnd: false });
    expect(await cancelPlan(deps(), user.actor)).toMatchObject({ cancelAtPeriodEnd: true });
    const effects = (await ledgerOf(database.db, await stripeIdOf(user))).map(({ effect }) => effect);
    expect(effects.slice(-3)).toEqual(["cancel_asked", "cancel_taken_back", "cancel_asked"]);
  });

  test("that was set at Stripe to end at a date goes on after all too", async () => {
    const user = await payer();
    const customer = await stripeIdOf(user);
    const { data } = await stripe.stripe.subscriptions.list({ customer });
    const [held] = data;
    const end = held?.items.data[0]?.current_period_end ?? 0;
    // The portal sets a date at the period's end, the dashboard any other.
    for (const cancel_at of [end, end - 86_400, end + 40 * 86_400]) {
      await stripe.stripe.subscriptions.update(held?.id ?? "", { cancel_at });
      const set = { cancelAtPeriodEnd: true, cancelsAt: cancel_at * 1_000 };
      expect(await refreshStatus(deps(), user.actor)).toMatchObject({ plan: "pro", ...set });
      const undone = { cancelAtPeriodEnd: false, cancelsAt: null };
      expect(await resumePlan(deps(), user.actor)).toMatchObject({ plan: "pro", ...undone });
      expect((await stripe.stripe.subscriptions.retrieve(held?.id ?? "")).cancel_at).toBeNull();
    }
  });

  test("is changed once by 12 calls at once, and not to itself", async () => {
    const user = await payer();
    const before = (await listInvoices(deps(), user.actor)).invoices.length;
    const calls = Array.from({ length: 12 }, () => changePlan(deps(), user.actor, { price: "pro_yearly" }));
    const done = await Promise.allSettled(calls);
    for (const call of done) {
      if (call.status === "rejected") expect(call.reason).toMatchObject({ code: "conflict" });
    }
    expect(done.some(({ status }) => status === "fulfilled")).toBe(true);
    expect(await refresh(user)).toMatchObject({ price: "pro_yearly", status: "active" });
    await expect(changePlan(deps(), user.actor, { price: "pro_yearly" })).rejects.toMatchObject({
      code: "conflict",
    });
    const { invoices } = await listInvoices(deps(), user.actor);
    expect(invoices).toHaveLength(before + 1);
    expect(invoices[0]).toMatchObject({ status: "paid", currency: "usd", url: expect.any(String) });
    const changes = (await ledgerOf(database.db, await stripeIdOf(user))).filter(
      ({ effect }) => effect === "plan_changed",
    );
    expect(changes).toMatchObject([{ detail: { from: "pro_monthly", to: "pro_yearly" } }]);
  });

  test("has a page at Stripe of its own", async () => {
    const user = await payer();
    const { url } = await openPortal(deps(), user.actor);
    expect((await fetch(url)).status).toBe(200);
  });

  test("whose payment fails goes on for seven days, then is free; paid, it is back", async () => {
    const user = await payer();
    const customer = await stripeIdOf(user);
    await attachCard(stripe.stripe, customer, "failing");
    const { subscriptionId } = (await readCustomer(database.db.orm, user.userId)) ?? {};
    await stripe.stripe.subscriptions.update(subscriptionId ?? "", { default_payment_method: "" });
    // Another rhythm is billed at once.
    await changePlan(deps(), user.actor, { price: "pro_yearly" });
    const due = await viewStatus(deps(), user.actor);
    expect(due).toMatchObject({ status: "past_due", plan: "pro" });
    const graceMs = (due.graceEndsAt ?? 0) - clock.now().getTime();
    expect(graceMs).toBeGreaterThan(6.9 * DAY_MS);
    expect(graceMs).toBeLessThanOrEqual(7 * DAY_MS);
    clock.advance(graceMs - 60_000);
    expect(await viewStatus(deps(), user.actor)).toMatchObject({ plan: "pro" });
    clock.advance(60_001);
    expect(await viewStatus(deps(), user.actor)).toMatchObject({ status: "past_due", plan: "free" });

    await attachCard(stripe.stripe, customer, "good");
    const isOpen = ({ status }: Stripe.Invoice) => status === "open";
    const { data } = await stripe.stripe.invoices.list({ customer });
    await stripe.stripe.invoices.pay(data.find(isOpen)?.id ?? "");
    expect(await refresh(user)).toMatchObject({ status: "active", plan: "pro", graceEndsAt: null });
  });
});

test("who never bought anything has nothing to end, change, manage or list", async () => {
  const { actor } = await addUser(database.db);
  await expect(cancelPlan(deps(), actor)).rejects.toMatchObject({ code: "conflict" });
  await expect(resumePlan(deps(), actor)).rejects.toMatchObject({ code: "conflict" });
  await expect(changePlan(deps(), actor, { price: "pro_yearly" })).rejects.toMatchObject({
    code: "conflict",
  });
  await expect(openPortal(deps(), actor)).rejects.toMatchObject({ code: "conflict" });
  expect(await listInvoices(deps(), actor)).toEqual({ invoices: [] });
});
