import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { ensureCustomer } from "#features/billing/stripe/ensure-customer.ts";
import { readCustomer } from "#features/billing/records/read-customer.ts";
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

/** Somebody on trial whom we know to be. */
async function trialist() {
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

test("a webhook that was lost for four days is made good, and written down as drift", async () => {
  const { stripeId, userId, email, subscription } = await trialist();
  // An endpoint that nobody listens at, until Stripe gives up.
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

  // Once: the next hour finds nothing, and tells nobody again.
  expect(await reconcileCustomers(deps())).toEqual({ compared: 1, healed: 0, failed: 0 });
  expect(await drifts()).toHaveLength(2);
  expect(await queuedMails(database.db, email)).toHaveLength(2);
});

test("nothing drifts while all is well, nor where an event is on its way, nor on first sight", async () => {
  await trialist();
  const told = await trialist();
  await stripe.stripe.subscriptions.update(told.subscription, { cancel_at_period_end: true });
  await deliver(deps(), eventAbout(told.stripeId));
  const fresh = await addUser(database.db);
  await ensureCustomer(deps(), fresh.actor);
  expect(await reconcileCustomers(deps())).toEqual({ compared: 3, healed: 0, failed: 0 });
  expect(await drifts()).toEqual([]);
  expect(await readCustomer(database.db.orm, told.userId)).toMatchObject({ cancelAtPeriodEnd: true });
});

test("one that Stripe does not answer for is left for the next hour, the others are compared", async () => {
  const all = [await trialist(), await trialist(), await trialist()];
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
  "every customer is compared once, across batches, until a signal stops it",
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
    let looks = 0;
    const stopped = { now: () => (++looks === 10 ? stopping.abort() : undefined, clock.now()) };
    const { compared } = await reconcileCustomers({ ...deps(), clock: stopped }, stopping.signal);
    expect(compared).toBeGreaterThan(0);
    expect(compared).toBeLessThan(10);
  },
);
