import fc from "fast-check";
import type { Stripe } from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { prorate } from "./billing/proration.ts";
import { changeItems } from "./billing/change.ts";
import { createCustomer } from "./billing/customers.ts";
import { startSubscription } from "./billing/start.ts";
import { attachMethod, createCard } from "./billing/methods.ts";
import { runTask, takeTask } from "./billing/tasks.ts";
import { addCustomer, advanceClock, openStripeFixture, createProPrices } from "./fixture.ts";
import type { StripeFixture } from "./fixture.ts";
import { addProduct } from "./resources/products.ts";
import { emptyState } from "./state.ts";
import { addIntervals } from "./time.ts";
import { createWorld, DEFAULT_SETTINGS } from "./world.ts";
import type { Price } from "./wire.ts";

const START_S = Date.UTC(2026, 2, 1) / 1000;
const MONTH = { interval: "month", interval_count: 1 } as const;
const END_S = addIntervals(START_S, MONTH, 1);
const AMOUNTS = [300, 999, 1999, 9990, 12_345];

const priceOf = (amount: number): Price => ({
  id: `price_${amount}`,
  object: "price",
  active: true,
  billing_scheme: "per_unit",
  created: START_S,
  currency: "usd",
  custom_unit_amount: null,
  livemode: false,
  lookup_key: null,
  metadata: {},
  nickname: null,
  product: "prod_pro",
  recurring: { ...MONTH, meter: null, trial_period_days: null, usage_type: "licensed" },
  tax_behavior: "unspecified",
  tiers_mode: null,
  transform_quantity: null,
  type: "recurring",
  unit_amount: amount,
  unit_amount_decimal: String(amount),
});

type Step = { at: number; amount: number };

/** Two months of a customer who changes plans in the first, on a separate world. */
function live(first: number, steps: Step[], prorationBehavior: "always_invoice" | "create_prorations") {
  let nowS = START_S;
  const state = emptyState();
  const world = createWorld({
    state,
    seed: 1,
    settings: DEFAULT_SETTINGS,
    nowMs: () => nowS * 1000,
    onEvent: () => {},
  });
  addProduct(world, { id: "prod_pro", name: "Pro" });
  const customer = createCustomer(world, { email: "a@example.com" });
  const card = createCard(world, { number: "4242424242424242", expMonth: 12, expYear: 2034, name: null });
  attachMethod(world, card, customer.id);
  const subscription = startSubscription(world, {
    customer,
    items: [{ price: priceOf(first), quantity: 1 }],
    trialEndS: null,
    defaultMethod: card.id,
    missingMethod: "create_invoice",
    metadata: {},
    description: null,
    cancelAtPeriodEnd: false,
    behavior: "allow_incomplete",
  });
  for (const { at, amount } of steps) {
    nowS = at;
    const item = subscription.items.data[0];
    const change = { id: item?.id ?? null, price: priceOf(amount), quantity: null, deleted: false };
    changeItems(world, subscription, { items: [change], prorationBehavior, atS: at });
  }
  const until = END_S + 7_200;
  for (let task = takeTask(world, null, until); task !== null; task = takeTask(world, null, until))
    runTask(world, task);
  return { invoices: [...state.invoices.values()], customer, subscription };
}

const stepsOf = fc
  .array(
    fc.record({ at: fc.integer({ min: START_S, max: END_S - 1 }), amount: fc.constantFrom(...AMOUNTS) }),
    {
      maxLength: 8,
    },
  )
  .map((steps) => steps.toSorted((a, b) => a.at - b.at));

describe("proration sums", () => {
  test.each(["always_invoice", "create_prorations"] as const)(
    "with %s, invoices minus credits are the time-weighted price",
    (prorationBehavior) => {
      fc.assert(
        fc.property(fc.constantFrom(...AMOUNTS), stepsOf, (first, steps) => {
          const { invoices, customer } = live(first, steps, prorationBehavior);
          const bounds = [{ at: START_S, amount: first }, ...steps];
          const weighted = bounds.reduce((sum, { at, amount }, index) => {
            const until = bounds[index + 1]?.at ?? END_S;
            return sum + (amount * (until - at)) / (END_S - START_S);
          }, 0);
          const nextMonth = bounds.at(-1)?.amount ?? 0;
          const billed = invoices.reduce((sum, { total }) => sum + total, 0);
          const paid = invoices.reduce((sum, one) => sum + one.amount_paid, 0);
          // Each proration line is rounded to the cent.
          expect(Math.abs(billed - weighted - nextMonth)).toBeLessThanOrEqual(steps.length + 1e-6);
          expect(paid + customer.balance).toBe(billed);
          expect(invoices.every(({ status }) => status === "paid")).toBe(true);
        }),
        { numRuns: 60 },
      );
    },
  );

  test("credit and charge of the same price at the same time cancel out", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000 }),
        fc.integer({ min: START_S, max: END_S }),
        (amount, at) => {
          const period = { start: START_S, end: END_S };
          const left = prorate(amount, period, at);
          const used = amount - left;
          expect(left).toBeGreaterThanOrEqual(0);
          expect(used).toBeGreaterThanOrEqual(0);
          expect(prorate(amount, period, START_S)).toBe(amount);
          expect(prorate(amount, period, END_S)).toBe(0);
        },
      ),
    );
  });
});

describe("a plan change over the API", () => {
  let fixture: StripeFixture;
  let stripe: Stripe;
  beforeAll(async () => {
    fixture = await openStripeFixture();
    stripe = fixture.stripe;
  });
  afterAll(() => fixture.close());

  const startOn = async (price: string) => {
    const clock = await stripe.testHelpers.testClocks.create({ frozen_time: START_S });
    const customer = await addCustomer(stripe, "pm_card_visa", clock.id);
    const subscription = await stripe.subscriptions.create({ customer: customer.id, items: [{ price }] });
    return { clock: clock.id, customer, subscription, item: subscription.items.data[0]?.id ?? "" };
  };

  test("from monthly to yearly starts a new period, as previewed; changing back leaves a credit", async () => {
    const { monthly, yearly } = await createProPrices(stripe);
    const { clock, customer, subscription, item } = await startOn(monthly.id);
    const half = START_S + (END_S - START_S) / 2;
    await advanceClock(fixture, clock, half);
    const items = [{ id: item, price: yearly.id }];
    const preview = await stripe.invoices.createPreview({
      subscription: subscription.id,
      subscription_details: { items, proration_behavior: "create_prorations" },
    });
    expect(preview.lines.data.map(({ amount }) => amount)).toEqual([-500, 9990]);
    const changed = await stripe.subscriptions.update(subscription.id, { items, expand: ["latest_invoice"] });
    expect(changed.items.data[0]).toMatchObject({
      id: item,
      current_period_start: half,
      current_period_end: addIntervals(half, { interval: "year", interval_count: 1 }, 1),
      price: { id: yearly.id },
    });
    expect(changed.latest_invoice).toMatchObject({
      total: 9490,
      status: "paid",
      billing_reason: "subscription_update",
    });
    await advanceClock(fixture, clock, half + 86_400);
    await stripe.subscriptions.update(subscription.id, { items: [{ id: item, price: monthly.id }] });
    const after = await stripe.customers.retrieve(customer.id);
    expect(after).toMatchObject({ balance: 999 - Math.round((9990 * 364) / 365) });
    const next = await stripe.invoices.createPreview({ subscription: subscription.id });
    expect(next).toMatchObject({ total: 999, amount_due: 0 });
  });

  test("in the same interval waits for the next invoice, or is invoiced at once on request", async () => {
    const { product, monthly } = await stripe.prices
      .list({ lookup_keys: ["pro_monthly"] })
      .then(({ data }) => ({ product: String(data[0]?.product), monthly: data[0]?.id ?? "" }));
    const better = await stripe.prices.create({
      product,
      currency: "usd",
      unit_amount: 1999,
      recurring: { interval: "month" },
    });
    const { clock, subscription, item } = await startOn(monthly);
    await advanceClock(fixture, clock, START_S + (END_S - START_S) / 2);
    const waiting = await stripe.subscriptions.update(subscription.id, {
      items: [{ id: item, price: better.id }],
    });
    expect(waiting.latest_invoice).toBe(subscription.latest_invoice);
    const upcoming = await stripe.invoices.createPreview({ subscription: subscription.id });
    expect(upcoming.lines.data.map(({ amount }) => amount)).toEqual([-500, 1000, 1999]);
    const silent = await stripe.subscriptions.update(subscription.id, {
      items: [{ id: item, quantity: 2 }],
      proration_behavior: "always_invoice",
      expand: ["latest_invoice"],
    });
    expect(silent.latest_invoice).toMatchObject({ total: -500 + 1000 - 1000 + 1999, status: "paid" });
    const none = await stripe.subscriptions.update(subscription.id, {
      items: [{ id: item, quantity: 1 }],
      proration_behavior: "none",
    });
    expect(none.items.data[0]?.quantity).toBe(1);
    expect((await stripe.invoices.createPreview({ subscription: subscription.id })).total).toBe(1999);
  });
});
