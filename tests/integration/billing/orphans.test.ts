import { randomUUID } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { deleteStripeCustomer } from "#features/billing/sync/delete-stripe-customer.ts";
import { ensureCustomer } from "#features/billing/stripe/ensure-customer.ts";
import { findOrphans } from "#features/billing/reconcile/find-orphans.ts";
import { deleteCustomerRecord } from "#features/billing/records/delete-customer-record.ts";
import { listDrift } from "#features/billing/reconcile/list-drift.ts";
import { reportBilling } from "#features/billing/admin/report-billing.ts";
import { syncCustomer } from "#features/billing/sync/sync-customer.ts";
import {
  addUser,
  billingDeps,
  ledgerOf,
  startBillingWorker,
  tickingClock,
} from "../../support/billing/billing.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { jobsOf, POLL_OPTIONS } from "../../support/servers/mail.ts";
import { attachCard, startTestStripe } from "../../support/billing/stripe.ts";
import type { TestStripe } from "../../support/billing/stripe.ts";

const clock = tickingClock();
let database: TestDatabase;
let stripe: TestStripe;

// The ledger keeps what it was told, and each simulator begins its ids anew.
beforeEach(async () => {
  [database, stripe] = await Promise.all([createTestDatabase(), startTestStripe({ clock })]);
});
afterEach(async () => {
  await stripe.close();
  await database.drop();
});

const deps = () => billingDeps(database.db, clock, stripe.account);
const find = async () => {
  const found = await findOrphans(deps());
  const { db } = database;
  const drift =
    await db.sql`select stripe_id as customer, field, ours, theirs from billing_drift order by id`;
  return { found, drift: [...drift], jobs: (await jobsOf(db, "billing-forget")).map(({ state }) => state) };
};
const subscribe = async (customer: string, price = stripe.prices.monthly) =>
  (await stripe.stripe.subscriptions.create({ customer, items: [{ price }], trial_period_days: 30 })).id;
const driftOf = (customer: string, subscription: string) => ({
  customer,
  field: "subscription",
  ours: null,
  theirs: subscription,
});

async function trialist() {
  const { actor, userId } = await addUser(database.db);
  const { stripeId } = await ensureCustomer(deps(), actor);
  const subscription = await subscribe(stripeId);
  await syncCustomer(deps(), stripeId);
  return { userId, stripeId, subscription };
}

/** Deletes the account as its owner does, as far as billing is concerned. */
const forget = (userId: string) =>
  database.db.orm.transaction(async (tx) => {
    await deleteCustomerRecord({ ...deps(), tx }, { id: userId, email: "" });
    await tx.execute(`delete from users where id = '${userId}'`);
  });

test("nothing is said of customers that somebody here is", async () => {
  await trialist();
  expect(await find()).toEqual({ found: { looked: 1, reported: 0, ended: 0 }, drift: [], jobs: [] });
});

test("a deleted account's subscription, whose job was dropped, is ended and reported", async () => {
  const { userId, stripeId, subscription } = await trialist();
  await forget(userId);
  expect(await find(), "the job is on its way").toEqual({
    found: { looked: 1, reported: 0, ended: 0 },
    drift: [],
    jobs: ["created"],
  });
  await database.db.sql`delete from pgboss.job`;

  const lost = await find();
  expect(lost.found).toEqual({ looked: 1, reported: 1, ended: 1 });
  expect(lost.drift).toEqual([driftOf(stripeId, subscription)]);
  const worker = startBillingWorker(database.url, deps());
  try {
    await expect
      .poll(async () => (await jobsOf(database.db, "billing-forget")).map(({ state }) => state), POLL_OPTIONS)
      .toEqual(["completed"]);
  } finally {
    await worker.stop();
  }
  expect((await stripe.stripe.subscriptions.retrieve(subscription)).status).toBe("canceled");
  expect((await ledgerOf(database.db, stripeId)).map(({ key }) => key)).toEqual([
    `trial_started:${subscription}`,
    `ended:${subscription}`,
  ]);
  expect((await find()).found).toEqual({ looked: 0, reported: 0, ended: 0 });
});

test("what cannot be proven to be a deleted account's is reported once, and never ended", async () => {
  const { stripe: client } = stripe;
  const { userId } = await addUser(database.db);
  const unnamed = await client.customers.create({ email: "by-hand@example.com" });
  // Of another copy of the site: its ids are as good as ours, and our ledger never saw its customer.
  const foreign = await client.customers.create({ metadata: { userId: randomUUID() } });
  const living = await client.customers.create({ metadata: { userId } });
  for (const { id } of [living, unnamed]) {
    await database.db.sql`insert into billing_ledger (key, at, stripe_id, effect)
      values (${`trial_started:of_${id}`}, now(), ${id}, 'trial_started')`;
  }
  const expected = [];
  for (const { id } of [unnamed, foreign, living]) expected.push(driftOf(id, await subscribe(id)));
  const first = await find();
  expect(first).toEqual({
    found: { looked: 3, reported: 3, ended: 0 },
    drift: expect.arrayContaining(expected),
    jobs: [],
  });
  expect(await find()).toEqual({ ...first, found: { looked: 3, reported: 0, ended: 0 } });
});

test("a report is closed when its subscription is gone or has an account, and listed after the open ones", async () => {
  const { stripe: client } = stripe;
  const subscribed = async () => {
    const { id: customer } = await client.customers.create({ email: "by-hand@example.com" });
    return { customer, subscription: await subscribe(customer) };
  };
  const [ended, adopted, running] = [await subscribed(), await subscribed(), await subscribed()];
  const listed = async () => {
    const { drifts } = await listDrift({ db: database.db.orm });
    return drifts.map(({ theirs, closedAt }) => [theirs, closedAt === null ? "open" : "closed"]);
  };
  await find();
  expect((await listed()).map(([, state]) => state)).toEqual(["open", "open", "open"]);

  await client.subscriptions.cancel(ended.subscription);
  const { userId } = await addUser(database.db);
  await database.db.sql`insert into billing_customers (user_id, stripe_id, created_at)
    values (${userId}, ${adopted.customer}, now())`;
  const stopping = new AbortController();
  stopping.abort();
  await findOrphans(deps(), stopping.signal);
  expect(
    (await listed()).map(([, state]) => state),
    "not looked at",
  ).toEqual(["open", "open", "open"]);
  await find();
  const [first, ...others] = await listed();
  expect(first).toEqual([running.subscription, "open"]);
  expect(new Map(others.map(([theirs = "", state]) => [theirs, state]))).toEqual(
    new Map([
      [adopted.subscription, "closed"],
      [ended.subscription, "closed"],
    ]),
  );
  await database.db.sql`delete from billing_customers`;
  expect((await find()).found.reported, "again without an account").toBe(1);
  expect((await listed()).filter(([theirs]) => theirs === adopted.subscription)).toEqual([
    [adopted.subscription, "open"],
    [adopted.subscription, "closed"],
  ]);
});

test("what is over, or sells something else, is no business of ours", async () => {
  const { stripe: client } = stripe;
  const { id } = await client.customers.create({ email: "else@example.com" });
  const other = await client.prices.create({
    currency: "usd",
    unit_amount: 500,
    recurring: { interval: "month" },
    product_data: { name: "A newsletter" },
  });
  await subscribe(id, other.id);
  await client.subscriptions.cancel(await subscribe(id));
  expect(await find()).toMatchObject({ found: { reported: 0, ended: 0 }, drift: [], jobs: [] });
});

test(
  "all pages are looked through, and customers of one page are told apart",
  { timeout: 60_000 },
  async () => {
    const { id } = await stripe.stripe.customers.create({ email: "oldest@example.com" });
    const oldest = await subscribe(id);
    const { stripeId } = await trialist();
    for (let count = 0; count < 104; count++) await subscribe(stripeId);
    const { found, drift } = await find();
    expect(found).toEqual({ looked: 106, reported: 1, ended: 0 });
    expect(drift).toEqual([driftOf(id, oldest)]);
  },
);

test("more deleted accounts at once than an hour explains are reported, and none is ended", async () => {
  for (let count = 0; count < 21; count++) {
    const { id } = await stripe.stripe.customers.create({ metadata: { userId: randomUUID() } });
    await database.db.sql`insert into billing_ledger (key, at, stripe_id, effect)
      values (${`trial_started:many_${id}`}, now(), ${id}, 'trial_started')`;
    await subscribe(id);
  }
  const { found, jobs } = await find();
  expect(found).toEqual({ looked: 21, reported: 21, ended: 0 });
  expect(jobs).toEqual([]);
});

test("Stripe away is an error of this run, and changes nothing", async () => {
  await trialist();
  stripe.simulator.control.addFault({ endpoint: "GET /v1/subscriptions", kind: "status", status: 500 });
  await expect(findOrphans(deps())).rejects.toThrow();
});

test("a deletion closes its paid subscription on the ledger, once, whoever saw it end", async () => {
  const { userId, stripeId, subscription } = await trialist();
  await attachCard(stripe.stripe, stripeId, "good");
  await stripe.stripe.subscriptions.update(subscription, { trial_end: "now" });
  await syncCustomer(deps(), stripeId);
  await forget(userId);
  for (let round = 0; round < 2; round++) await deleteStripeCustomer(deps(), stripeId);
  const keys = (await ledgerOf(database.db, stripeId)).map(({ key }) => key);
  expect(keys.filter((key) => key.endsWith(subscription))).toEqual([
    `trial_started:${subscription}`,
    `subscribed:${subscription}`,
    `ended:${subscription}`,
  ]);
  const afterwards = { now: () => new Date(clock.now().getTime() + 31 * 86_400_000) };
  const { churn30d } = await reportBilling({ db: database.db.orm, clock: afterwards });
  expect(churn30d, "nothing ran 30 days before").toBeNull();
});

test("one that was ended by a sync before is not ended again by the deletion", async () => {
  const { userId, stripeId, subscription } = await trialist();
  await stripe.stripe.subscriptions.cancel(subscription);
  await syncCustomer(deps(), stripeId);
  const before = await ledgerOf(database.db, stripeId);
  await forget(userId);
  await deleteStripeCustomer(deps(), stripeId);
  expect(await ledgerOf(database.db, stripeId)).toEqual(before);
});
