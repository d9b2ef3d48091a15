import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { ensureCustomer } from "#features/billing/stripe/ensure-customer.ts";
import { readCustomer } from "#features/billing/records/read-customer.ts";
import { listDrift } from "#features/billing/reconcile/list-drift.ts";
import { reconcileCustomers } from "#features/billing/reconcile/reconcile-customers.ts";
import { syncCustomer } from "#features/billing/sync/sync-customer.ts";
import {
  addUser,
  billingDeps,
  deliver,
  eventAbout,
  ledgerOf,
  tickingClock,
} from "../../support/billing/billing.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { queuedMails } from "../../support/people/mailbox.ts";
import { startTestStripe, WEBHOOK_SECRET } from "../../support/billing/stripe.ts";
import type { TestStripe } from "../../support/billing/stripe.ts";

const DAY_S = 86_400;
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
beforeEach(async () => {
  await database.db.sql`delete from billing_customers`;
  await database.db.sql`delete from billing_drift`;
  await database.db.sql`delete from pgboss.job`;
});
afterEach(() => stripe.simulator.control.clearFaults());

const deps = () => billingDeps(database.db, clock, stripe.account);
type Drift = { field: string; ours: string | null; theirs: string | null };
const drifts = () => database.db.sql<Drift[]>`
  select field, ours, theirs from billing_drift order by field collate "C"`;

/** A user on trial whose state was synced. */
async function trialUser() {
  const user = await addUser(database.db);
  const { stripeId } = await ensureCustomer(deps(), user.actor);
  const { id } = await stripe.stripe.subscriptions.create({
    customer: stripeId,
    items: [{ price: stripe.prices.monthly }],
    trial_period_days: 30,
  });
  await syncCustomer(deps(), stripeId);
  return { ...user, stripeId, subscription: id };
}

test("events lost for four days are corrected and recorded as drift", async () => {
  const { stripeId, userId, email, subscription } = await trialUser();
  // No server listens at this URL, so Stripe gives up at last.
  stripe.simulator.control.setWebhook("http://127.0.0.1:9/gone", [WEBHOOK_SECRET]);
  await stripe.stripe.subscriptions.cancel(subscription);
  await stripe.simulator.control.advance(4 * DAY_S);
  clock.advance(4 * DAY_S * 1_000);
  const attempts = stripe.simulator.control.attempts();
  expect(attempts.length).toBeGreaterThan(1);
  expect(attempts.every(({ status }) => status === 0)).toBe(true);
  expect(await readCustomer(database.db.orm, userId)).toMatchObject({ status: "trialing", plan: "pro" });

  expect(await reconcileCustomers(deps())).toEqual({ compared: 1, healed: 1, failed: 0 });
  expect(await readCustomer(database.db.orm, userId)).toMatchObject({ status: "canceled", plan: "free" });
  const { drifts: listed } = await listDrift({ db: database.db.orm });
  expect(
    listed.map(({ at, closedAt }) => closedAt === at),
    "mended when it was found",
  ).toEqual([true, true]);
  expect(await drifts()).toEqual([
    { field: "plan", ours: "pro", theirs: "free" },
    { field: "status", ours: "trialing", theirs: "canceled" },
  ]);
  expect((await ledgerOf(database.db, stripeId)).map(({ effect }) => effect)).toEqual([
    "trial_started",
    "ended",
  ]);
  expect((await queuedMails(database.db, email)).map(({ content }) => content.subject)).toContain(
    "Your plan has ended",
  );

  // The next run finds nothing and sends no mail.
  expect(await reconcileCustomers(deps())).toEqual({ compared: 1, healed: 0, failed: 0 });
  expect(await drifts()).toHaveLength(2);
  expect(await queuedMails(database.db, email)).toHaveLength(2);
});

test("no drift without a difference, with a waiting event, or at the first sync", async () => {
  await trialUser();
  const expected = await trialUser();
  await stripe.stripe.subscriptions.update(expected.subscription, { cancel_at_period_end: true });
  await deliver(deps(), eventAbout(expected.stripeId));
  const fresh = await addUser(database.db);
  await ensureCustomer(deps(), fresh.actor);
  expect(await reconcileCustomers(deps())).toEqual({ compared: 3, healed: 0, failed: 0 });
  expect(await drifts()).toEqual([]);
  expect(await readCustomer(database.db.orm, expected.userId)).toMatchObject({ cancelAtPeriodEnd: true });
});

test("a customer that cannot be read is tried again in the next run, the others are compared", async () => {
  const all = [await trialUser(), await trialUser(), await trialUser()];
  for (const { subscription } of all) await stripe.stripe.subscriptions.cancel(subscription);
  stripe.simulator.control.addFault({
    endpoint: "GET /v1/invoices",
    kind: "status",
    status: 500,
    times: 1,
  });
  expect(await reconcileCustomers(deps())).toEqual({ compared: 2, healed: 2, failed: 1 });
  const [first] = all.toSorted((a, b) => (a.stripeId < b.stripeId ? -1 : 1));
  expect((await readCustomer(database.db.orm, first?.userId ?? ""))?.status).toBe("trialing");
  expect(await reconcileCustomers(deps())).toEqual({ compared: 3, healed: 1, failed: 0 });
  expect((await readCustomer(database.db.orm, first?.userId ?? ""))?.status).toBe("canceled");
});

test(
  "every customer is compared once across batches, until a signal stops the run",
  { timeout: 90_000 },
  async () => {
    await database.db.sql`insert into users (id, name, email, email_verified, created_at, updated_at)
    select gen_random_uuid(), 'many', 'many' || n || '@example.com', true, now(), now()
    from generate_series(1, 103) n`;
    for (const { id } of await database.db.sql<{ id: string }[]>`select id from users where name = 'many'`) {
      const made = await stripe.stripe.customers.create({ email: "many@example.com" });
      await database.db.sql`insert into billing_customers (user_id, stripe_id, created_at)
      values (${id}, ${made.id}, now())`;
    }
    expect(await reconcileCustomers(deps())).toEqual({ compared: 103, healed: 0, failed: 0 });
    const versions = await database.db.sql<{ version: number; customers: number }[]>`
    select version, count(*)::int as customers from billing_customers group by version`;
    expect(versions).toEqual([{ version: 1, customers: 103 }]);

    const stopping = new AbortController();
    let reads = 0;
    const stopped = { now: () => (++reads === 10 ? stopping.abort() : undefined, clock.now()) };
    const { compared } = await reconcileCustomers({ ...deps(), clock: stopped }, stopping.signal);
    expect(compared).toBeGreaterThan(0);
    expect(compared).toBeLessThan(10);
  },
);
