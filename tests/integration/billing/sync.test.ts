import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { ensureCustomer } from "#features/billing/stripe/ensure-customer.ts";
import { deleteCustomerRecord } from "#features/billing/records/delete-customer-record.ts";
import { readCustomer } from "#features/billing/records/read-customer.ts";
import { syncCustomer } from "#features/billing/sync/sync-customer.ts";
import {
  addUser,
  billingDeps,
  deliver,
  eventAbout,
  eventRows,
  ledgerOf,
  startBillingWorker,
  tickingClock,
} from "../../support/billing/billing.ts";
import { stoppable } from "../../support/billing/stoppable.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { jobsOf, POLL_OPTIONS } from "../../support/servers/mail.ts";
import { queuedMails } from "../../support/people/mailbox.ts";
import { attachCard, startTestStripe } from "../../support/billing/stripe.ts";
import type { TestStripe } from "../../support/billing/stripe.ts";

const LONG = { timeout: 60_000, interval: 50 };
const clock = tickingClock();
let database: TestDatabase;
let stripe: TestStripe;

beforeAll(async () => {
  [database, stripe] = await Promise.all([
    createTestDatabase({ max: 8 }),
    startTestStripe({ clock, timeoutMs: 1_500 }),
  ]);
});
afterAll(async () => {
  await stripe?.close();
  await database?.drop();
});
afterEach(async () => {
  stripe.simulator.control.clearFaults();
  await database.db.sql`delete from pgboss.job`;
});

const deps = () => billingDeps(database.db, clock, stripe.account);
/** The site with a client that waits as long as in production: many calls at once are slow on a busy machine. */
const patient = () => billingDeps(database.db, clock, { ...stripe.account, stripe: stripe.stripe });
const held = (userId: string) => readCustomer(database.db.orm, userId);
const effectsOf = async (stripeId: string) =>
  (await ledgerOf(database.db, stripeId)).map(({ effect }) => effect);
const jobs = async (name: string) => (await jobsOf(database.db, name)).map(({ state }) => state);

async function buyer() {
  const user = await addUser(database.db);
  const { stripeId } = await ensureCustomer(deps(), user.actor);
  return { ...user, stripeId };
}
const subscribe = (customer: string, more: { trial_period_days?: number } = {}) =>
  stripe.stripe.subscriptions.create({ customer, items: [{ price: stripe.prices.monthly }], ...more });

describe("a change that comes while a sync runs", () => {
  test("is asked about by another run, and stored", async () => {
    const { stripeId, userId } = await buyer();
    const { id } = await subscribe(stripeId, { trial_period_days: 30 });
    const read = Promise.withResolvers<void>();
    const changed = Promise.withResolvers<void>();
    const db = stoppable(deps().db, async (moment) => {
      if (moment !== "before_transaction") return;
      read.resolve();
      await changed.promise;
    });
    const first = syncCustomer({ ...deps(), db }, stripeId);
    await read.promise;
    await stripe.stripe.subscriptions.update(id, { cancel_at_period_end: true });
    const event = eventAbout(stripeId);
    await deliver(deps(), event);
    changed.resolve();
    await first;
    // The event came after the read: the sync that was under way has not answered it.
    expect(await held(userId)).toMatchObject({ cancelAtPeriodEnd: false });
    expect((await eventRows(database.db)).find((row) => row.id === event.id)?.state).toBe("waiting");
    expect(await jobs("billing-sync")).toEqual(["created"]);
    const worker = startBillingWorker(database.url, deps());
    try {
      await expect.poll(() => jobs("billing-sync"), POLL_OPTIONS).toEqual(["completed"]);
    } finally {
      await worker.stop();
    }
    expect(await held(userId)).toMatchObject({ cancelAtPeriodEnd: true });
    expect((await eventRows(database.db)).find((row) => row.id === event.id)?.state).toBe("synced");
    expect(await effectsOf(stripeId)).toEqual(["trial_started", "cancel_asked"]);
  });

  test("is not written over by a sync that read before it", async () => {
    const { stripeId, userId } = await buyer();
    const { id } = await subscribe(stripeId, { trial_period_days: 30 });
    const read = Promise.withResolvers<void>();
    const written = Promise.withResolvers<void>();
    let reads = 0;
    const db = stoppable(deps().db, async (moment) => {
      if (moment !== "before_transaction" || ++reads > 1) return;
      read.resolve();
      await written.promise;
    });
    const slow = syncCustomer({ ...deps(), db }, stripeId);
    await read.promise;
    await stripe.stripe.subscriptions.cancel(id);
    await syncCustomer(deps(), stripeId);
    written.resolve();
    expect(await slow).toMatchObject({ status: "canceled" });
    expect(await held(userId)).toMatchObject({ status: "canceled", plan: "free" });
  });

  test("of 12 syncs at once none gives up, and Stripe is not asked by each time and again", async () => {
    const { stripeId } = await buyer();
    await subscribe(stripeId, { trial_period_days: 30 });
    const before = stripe.simulator.control.calls()["GET /v1/subscriptions"] ?? 0;
    const all = await Promise.all(Array.from({ length: 12 }, () => syncCustomer(patient(), stripeId)));
    expect(all.map((row) => row?.status)).toEqual(Array.from({ length: 12 }, () => "trialing"));
    const asked = (stripe.simulator.control.calls()["GET /v1/subscriptions"] ?? 0) - before;
    expect(asked).toBeLessThanOrEqual(12 * 3);
    expect(await effectsOf(stripeId)).toEqual(["trial_started"]);
  });
});

describe("while Stripe", () => {
  test.each([
    ["answers 500", { kind: "status", status: 500 }],
    ["answers 429", { kind: "status", status: 429 }],
    ["cuts connections", { kind: "reset" }],
    ["hangs", { kind: "hang" }],
  ] as const)("%s a sync writes nothing, and is run again when it answers", async (_what, fault) => {
    const { stripeId, userId } = await buyer();
    await subscribe(stripeId, { trial_period_days: 30 });
    const before = await held(userId);
    // The customer is answered for, the invoices are not: half a truth is none.
    stripe.simulator.control.addFault({ endpoint: "GET /v1/invoices", ...fault });
    await deliver(deps(), eventAbout(stripeId));
    const worker = startBillingWorker(database.url, deps());
    try {
      await expect
        .poll(() => worker.said("a job failed; it is tried again later").length, LONG)
        .toBeGreaterThan(0);
      expect(await held(userId)).toEqual(before);
      expect(await effectsOf(stripeId)).toEqual([]);
      stripe.simulator.control.clearFaults();
      await expect.poll(() => jobs("billing-sync"), LONG).toEqual(["completed"]);
    } finally {
      await worker.stop();
    }
    expect(await held(userId)).toMatchObject({ status: "trialing", plan: "pro" });
    expect(await effectsOf(stripeId)).toEqual(["trial_started"]);
  });
});

describe("of two subscriptions of one customer", () => {
  test("the later one is ended, and what was paid for it counts towards what comes next", async () => {
    const { stripeId } = await buyer();
    await attachCard(stripe.stripe, stripeId, "good");
    const first = await subscribe(stripeId);
    clock.advance(2_000);
    const second = await subscribe(stripeId);
    const paid = async () =>
      (await stripe.stripe.invoices.list({ customer: stripeId, limit: 100 })).data.map((invoice) => ({
        paid: invoice.amount_paid,
        total: invoice.total,
      }));
    expect((await paid()).toSorted((a, b) => a.total - b.total)).toEqual([
      { paid: 999, total: 999 },
      { paid: 999, total: 999 },
    ]);
    for (let round = 0; round < 3; round++) {
      expect(await syncCustomer(deps(), stripeId)).toMatchObject({
        subscriptionId: first.id,
        status: "active",
      });
    }
    expect((await stripe.stripe.subscriptions.retrieve(second.id)).status).toBe("canceled");
    expect(await paid()).toContainEqual({ paid: 0, total: -999 });
    expect(await paid()).toHaveLength(3);
    const customer = await stripe.stripe.customers.retrieve(stripeId);
    expect(customer).toMatchObject({ balance: -999 });
  });

  test("the later one's trial is ended untold, and the one that counts ends as the one that has", async () => {
    const { stripeId, userId, email } = await buyer();
    const first = await subscribe(stripeId, { trial_period_days: 30 });
    clock.advance(2_000);
    const second = await subscribe(stripeId, { trial_period_days: 30 });
    expect(await syncCustomer(deps(), stripeId)).toMatchObject({
      subscriptionId: first.id,
      status: "trialing",
    });
    expect((await stripe.stripe.subscriptions.retrieve(second.id)).status).toBe("canceled");

    // When the one that counts ends, it is the one that has ended; the other was never told of.
    clock.advance(2_000);
    await stripe.stripe.subscriptions.cancel(first.id);
    await syncCustomer(deps(), stripeId);
    expect(await held(userId)).toMatchObject({ subscriptionId: first.id, status: "canceled" });
    expect((await ledgerOf(database.db, stripeId)).map(({ key }) => key)).toEqual([
      `trial_started:${first.id}`,
      `ended:${first.id}`,
    ]);
    expect(await queuedMails(database.db, email)).toHaveLength(2);
  });

  test("twelve syncs that find both end one, once", async () => {
    const { stripeId } = await buyer();
    const first = await subscribe(stripeId, { trial_period_days: 30 });
    clock.advance(2_000);
    await subscribe(stripeId, { trial_period_days: 30 });
    await Promise.all(Array.from({ length: 12 }, () => syncCustomer(patient(), stripeId)));
    const { data } = await stripe.stripe.subscriptions.list({ customer: stripeId, status: "all" });
    expect(data.map(({ status }) => status).toSorted()).toEqual(["canceled", "trialing"]);
    expect(data.find(({ status }) => status === "trialing")?.id).toBe(first.id);
  });

  test("an old one's unpaid invoice does not shorten the grace of the new one", async () => {
    const { stripeId, userId } = await buyer();
    await attachCard(stripe.stripe, stripeId, "failing");
    const old = await subscribe(stripeId, { trial_period_days: 30 });
    await stripe.stripe.subscriptions.update(old.id, { trial_end: "now" });
    await syncCustomer(deps(), stripeId);
    expect((await held(userId))?.status).toBe("past_due");
    await stripe.stripe.subscriptions.cancel(old.id);
    clock.advance(20 * 86_400_000);
    const renewed = await subscribe(stripeId, { trial_period_days: 30 });
    await stripe.stripe.subscriptions.update(renewed.id, { trial_end: "now" });
    await syncCustomer(deps(), stripeId);
    const now = await held(userId);
    expect(now).toMatchObject({ subscriptionId: renewed.id, status: "past_due" });
    expect(clock.now().getTime() - (now?.pastDueSince?.getTime() ?? 0)).toBeLessThan(86_400_000);
  });
});

test("a customer that was deleted at Stripe has nothing any more, and is told once", async () => {
  const { stripeId, userId, email, actor } = await buyer();
  const { id } = await subscribe(stripeId, { trial_period_days: 30 });
  await syncCustomer(deps(), stripeId);
  await stripe.stripe.customers.del(stripeId);
  for (let round = 0; round < 2; round++) await syncCustomer(deps(), stripeId);
  expect(await held(userId)).toMatchObject({ status: "none", plan: "free", subscriptionId: null });
  expect((await ledgerOf(database.db, stripeId)).map(({ key }) => key)).toEqual([
    `trial_started:${id}`,
    `ended:${id}`,
  ]);
  expect(await queuedMails(database.db, email)).toHaveLength(2);

  // Whoever buys again is another customer there, who has had their trial.
  const again = await Promise.all(Array.from({ length: 12 }, () => ensureCustomer(deps(), actor)));
  const ids = new Set(again.map((customer) => customer.stripeId));
  expect(ids.size).toBe(1);
  expect(ids).not.toContain(stripeId);
  expect(await held(userId)).toMatchObject({ trialUsed: true });
});

test("an account that is deleted ends its subscription at Stripe, and its last events wait for nobody", async () => {
  const { stripeId, userId, email } = await buyer();
  const { id } = await subscribe(stripeId);
  await syncCustomer(deps(), stripeId);
  stripe.simulator.control.addFault({
    endpoint: "DELETE /v1/customers/:id",
    kind: "reset",
    when: "after",
    times: 1,
  });
  await database.db.orm.transaction((tx) => deleteCustomerRecord({ ...deps(), tx }, { id: userId, email }));
  const worker = startBillingWorker(database.url, deps());
  try {
    await expect.poll(() => jobs("billing-forget"), LONG).toEqual(["completed"]);
    expect(await stripe.stripe.customers.retrieve(stripeId)).toMatchObject({ deleted: true });
    expect((await stripe.stripe.subscriptions.retrieve(id)).status).toBe("canceled");
    const event = eventAbout(stripeId, "customer.subscription.deleted");
    await deliver(deps(), event);
    const state = async () => (await eventRows(database.db)).find((row) => row.id === event.id)?.state;
    await expect.poll(state, LONG).toBe("noted");
  } finally {
    await worker.stop();
  }
  expect(await held(userId)).toBeNull();
});

test("the grace of a renewal begins when it was first tried, an hour after its invoice was made", async () => {
  const { stripeId, userId } = await buyer();
  await attachCard(stripe.stripe, stripeId, "failing");
  await subscribe(stripeId, { trial_period_days: 1 });
  await stripe.simulator.control.advance(86_400 + 2 * 3_600);
  await syncCustomer(deps(), stripeId);
  const { data } = await stripe.stripe.invoices.list({ customer: stripeId, status: "open" });
  const [due] = data;
  const triedS = due?.status_transitions.finalized_at ?? 0;
  expect(triedS - (due?.created ?? 0)).toBeGreaterThanOrEqual(3_600);
  expect(await held(userId)).toMatchObject({ status: "past_due", pastDueSince: new Date(triedS * 1_000) });
});
