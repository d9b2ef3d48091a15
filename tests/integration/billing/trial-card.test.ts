import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { refreshStatus } from "#features/billing/checkout/change-subscription.ts";
import { startCheckout } from "#features/billing/checkout/start-checkout.ts";
import { deleteCustomerRecord } from "#features/billing/records/delete-customer-record.ts";
import { readCustomer } from "#features/billing/records/read-customer.ts";
import { ensureCustomer } from "#features/billing/stripe/ensure-customer.ts";
import { syncCustomer } from "#features/billing/sync/sync-customer.ts";
import { createEncryption } from "#platform/encryption.ts";
import {
  addUser,
  billingDeps,
  deliver,
  eventAbout,
  ledgerOf,
  tickingClock,
} from "../../support/billing/billing.ts";
import type { TestUser } from "../../support/billing/billing.ts";
import { newCardNumber } from "../../support/billing/card-number.ts";
import { startTestStripe } from "../../support/billing/stripe.ts";
import type { TestStripe } from "../../support/billing/stripe.ts";
import { rowsThatHold } from "../../support/market/all-rows.ts";
import { queuedMails, TEST_SECRETS } from "../../support/people/mailbox.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";

const ROTATED = ["another-secret-another-secret-another", ...TEST_SECRETS];
const clock = tickingClock();
let database: TestDatabase;
let stripe: TestStripe;

beforeAll(async () => {
  [database, stripe] = await Promise.all([createTestDatabase({ max: 12 }), startTestStripe({ clock })]);
});
afterAll(async () => {
  await stripe?.close();
  await database?.drop();
});
afterEach(() => stripe.simulator.control.clearFaults());

const deps = (secrets: readonly string[] = TEST_SECRETS) => ({
  ...billingDeps(database.db, clock, stripe.account),
  encryption: createEncryption(secrets),
});
type Buyer = TestUser & { stripeId: string };

/** Somebody who has just pressed the button of the checkout of a trial; nothing is synced yet. */
async function starts(card: string): Promise<Buyer> {
  const user = await addUser(database.db);
  const { url } = await startCheckout(deps(), user.actor, { price: "pro_monthly" });
  expect(await stripe.press(url, card)).toBe(303);
  return { ...user, stripeId: (await readCustomer(database.db.orm, user.userId))?.stripeId ?? "" };
}
const refresh = (user: Buyer) => refreshStatus(deps(), user.actor);
const effectsOf = async ({ stripeId }: Buyer) =>
  (await ledgerOf(database.db, stripeId)).map(({ effect }) => effect);
const subscriptionsOf = async ({ stripeId }: Buyer) =>
  (await stripe.stripe.subscriptions.list({ customer: stripeId, status: "all" })).data;
const subjectsOf = async ({ email }: Buyer) =>
  (await queuedMails(database.db, email)).map(({ content }) => content.subject);
const marksOf = ({ userId }: Buyer) =>
  database.db.sql<{ mark: string }[]>`select mark from billing_trial_cards where user_id = ${userId}`;

/** The portal's form for another card, as Stripe carries it out. */
async function replaceCard({ stripeId }: Buyer, number: string): Promise<string> {
  const made = await stripe.stripe.paymentMethods.create({
    type: "card",
    card: { number, exp_month: 12, exp_year: 2034 },
  });
  await stripe.stripe.paymentMethods.attach(made.id, { customer: stripeId });
  const [subscription] = (await stripe.stripe.subscriptions.list({ customer: stripeId })).data;
  await stripe.stripe.subscriptions.update(subscription?.id ?? "", { default_payment_method: made.id });
  return made.card?.fingerprint ?? "";
}

test("a second account with the same card has its trial ended at once, is told why, and may pay", async () => {
  const card = newCardNumber();
  expect(await refresh(await starts(card))).toMatchObject({ status: "trialing", trialRefused: false });
  const second = await starts(card);
  expect(await refresh(second)).toMatchObject({
    plan: "free",
    status: "canceled",
    trialAvailable: false,
    trialRefused: true,
  });
  // Events in any order and number change nothing of it.
  await deliver(deps(), eventAbout(second.stripeId));
  for (let turn = 0; turn < 3; turn++) await syncCustomer(deps(), second.stripeId);
  expect(await effectsOf(second)).toEqual(["trial_refused"]);
  expect(await subjectsOf(second)).toEqual(["Your card had a trial before"]);
  const { data: invoices } = await stripe.stripe.invoices.list({ customer: second.stripeId });
  expect(invoices.map((invoice) => invoice.amount_paid)).toEqual([0]);

  const { url } = await startCheckout(deps(), second.actor, { price: "pro_monthly" });
  expect(await stripe.press(url, card)).toBe(303);
  expect(await refresh(second)).toMatchObject({ plan: "pro", status: "active", trialRefused: false });
  expect(await effectsOf(second)).toEqual(["trial_refused", "subscribed", "invoice_paid"]);
});

test("of accounts that start with one card at once exactly one keeps its trial, also while secrets rotate", async () => {
  for (let round = 0; round < 4; round++) {
    const card = newCardNumber();
    const buyers = await Promise.all(Array.from({ length: 4 }, () => starts(card)));
    // Each is synced twice at once, by processes with the secrets of before and after.
    const syncs = buyers.flatMap(({ stripeId }) => [
      syncCustomer(deps(), stripeId),
      syncCustomer(deps(ROTATED), stripeId),
    ]);
    await Promise.all(syncs);
    const rows = await Promise.all(buyers.map(({ userId }) => readCustomer(database.db.orm, userId)));
    const kept = rows.filter((row) => row?.status === "trialing");
    expect(kept).toHaveLength(1);
    expect(rows.filter((row) => row?.trialRefused === true)).toHaveLength(3);
    for (const buyer of buyers) {
      const isKept = buyer.userId === kept[0]?.userId;
      expect(await effectsOf(buyer)).toEqual([isKept ? "trial_started" : "trial_refused"]);
      expect((await marksOf(buyer)).length > 0).toBe(isKept);
      // And for good, by either secrets.
      expect((await syncCustomer(deps(ROTATED), buyer.stripeId))?.status).toBe(
        isKept ? "trialing" : "canceled",
      );
    }
  }
});

test("a card that replaces the first one, used before or not, ends nothing, and has had its trial too", async () => {
  const [used, first, next] = [newCardNumber(), newCardNumber(), newCardNumber()];
  await refresh(await starts(used));
  const buyer = await starts(first);
  for (const card of [first, used, next, first]) {
    await replaceCard(buyer, card);
    expect(await refresh(buyer)).toMatchObject({ status: "trialing", plan: "pro" });
  }
  expect(await effectsOf(buyer)).toEqual(["trial_started"]);
  expect(await refresh(await starts(next))).toMatchObject({ status: "canceled", trialRefused: true });
});

test("a trial that was given without a card goes on whatever card it gets", async () => {
  const used = newCardNumber();
  await refresh(await starts(used));
  const user = await addUser(database.db);
  const { stripeId } = await ensureCustomer(deps(), user.actor);
  const buyer = { ...user, stripeId };
  await stripe.stripe.subscriptions.create({
    customer: stripeId,
    items: [{ price: stripe.prices.monthly }],
    trial_period_days: 30,
  });
  expect(await refresh(buyer)).toMatchObject({ status: "trialing" });
  await replaceCard(buyer, used);
  expect(await refresh(buyer)).toMatchObject({ status: "trialing", plan: "pro" });
});

test("the customer's card counts where the subscription has none of its own", async () => {
  const card = newCardNumber();
  await refresh(await starts(card));
  const buyer = await starts(card);
  const [subscription] = await subscriptionsOf(buyer);
  await stripe.stripe.customers.update(buyer.stripeId, {
    invoice_settings: { default_payment_method: String(subscription?.default_payment_method) },
  });
  await stripe.stripe.subscriptions.update(subscription?.id ?? "", { default_payment_method: "" });
  expect(await refresh(buyer)).toMatchObject({ status: "canceled", trialRefused: true });
});

test("while Stripe cannot end it nothing is stored, and no plan is given", async () => {
  const card = newCardNumber();
  await refresh(await starts(card));
  const buyer = await starts(card);
  stripe.simulator.control.addFault({
    endpoint: "DELETE /v1/subscriptions/:id",
    kind: "status",
    status: 500,
  });
  await expect(refresh(buyer)).rejects.toMatchObject({ code: "unavailable" });
  expect(await readCustomer(database.db.orm, buyer.userId)).toMatchObject({ status: "none", plan: "free" });
  expect(await effectsOf(buyer)).toEqual([]);
  stripe.simulator.control.clearFaults();
  expect(await refresh(buyer)).toMatchObject({ status: "canceled", trialRefused: true });
});

test("no fingerprint is stored, and the mark outlives the account without naming it", async () => {
  const card = newCardNumber();
  const first = await starts(card);
  await refresh(first);
  const fingerprint = await replaceCard(first, card);
  expect(fingerprint).toMatch(/^\w{16}$/);
  expect(await rowsThatHold(database.db, fingerprint, card)).toEqual([]);
  const [{ mark } = { mark: "" }] = await marksOf(first);
  expect(mark).toMatch(/^[\w-]{43}$/);

  await database.db.orm.transaction((tx) =>
    deleteCustomerRecord({ ...deps(), tx }, { id: first.userId, email: first.email }),
  );
  await database.db.sql`delete from users where id = ${first.userId}`;
  expect(await marksOf(first)).toEqual([]);
  expect(await rowsThatHold(database.db, mark)).toHaveLength(1);
  expect(await refresh(await starts(card))).toMatchObject({ status: "canceled", trialRefused: true });
  const later = await starts(card);
  expect(await syncCustomer(deps(ROTATED), later.stripeId)).toMatchObject({ trialRefused: true });
});

test("a checkout that was opened when trials took no card is not shown again", async () => {
  const user = await addUser(database.db);
  const { stripeId } = await ensureCustomer(deps(), user.actor);
  const old = await stripe.stripe.checkout.sessions.create({
    mode: "subscription",
    customer: stripeId,
    line_items: [{ price: stripe.prices.monthly, quantity: 1 }],
    payment_method_collection: "if_required",
    success_url: "https://desk.example/",
    metadata: { price: "pro_monthly", trial: "yes" },
    subscription_data: { trial_period_days: 30 },
  });
  const { url } = await startCheckout(deps(), user.actor, { price: "pro_monthly" });
  expect(url).not.toBe(old.url);
  expect((await stripe.stripe.checkout.sessions.retrieve(old.id)).status).toBe("expired");
});
