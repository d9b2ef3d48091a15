import type { Stripe } from "stripe";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { addCustomer, advanceClock, eventTypes, openStripeFixture, createProPrices } from "./fixture.ts";
import type { StripeFixture } from "./fixture.ts";

const DAY_S = 86_400;
const START_S = Date.UTC(2026, 0, 31, 12) / 1000;

let fixture: StripeFixture;
let clock: string;
let stripe: Stripe;
beforeEach(async () => {
  fixture = await openStripeFixture();
  stripe = fixture.stripe;
  clock = (await stripe.testHelpers.testClocks.create({ frozen_time: START_S })).id;
});
afterEach(() => fixture.close());

const atS = (year: number, month: number, day: number, hour = 12) =>
  Date.UTC(year, month - 1, day, hour) / 1000;
const periodOf = (subscription: Stripe.Subscription) => {
  const [item] = subscription.items.data;
  return [item?.current_period_start, item?.current_period_end];
};
const statusOf = async (id: string) => (await stripe.subscriptions.retrieve(id)).status;
describe("a trial with a card", () => {
  test("becomes active, renews by its anchor, becomes past due, and is canceled after three retries", async () => {
    const { monthly } = await createProPrices(stripe);
    const customer = await addCustomer(stripe, "pm_card_visa", clock);
    const { id } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: monthly.id }],
      trial_end: atS(2026, 3, 31),
    });
    expect(await statusOf(id)).toBe("trialing");
    await advanceClock(fixture, clock, atS(2026, 3, 29));
    expect(await statusOf(id)).toBe("trialing");
    expect(await eventTypes(stripe)).toContain("customer.subscription.trial_will_end");

    await advanceClock(fixture, clock, atS(2026, 3, 31, 14));
    const active = await stripe.subscriptions.retrieve(id, { expand: ["latest_invoice"] });
    expect(active.status).toBe("active");
    expect(periodOf(active)).toEqual([atS(2026, 3, 31), atS(2026, 4, 30)]);
    expect(active.latest_invoice).toMatchObject({
      status: "paid",
      amount_paid: 999,
      billing_reason: "subscription_cycle",
      attempt_count: 0,
    });

    const failing = await stripe.paymentMethods.attach("pm_card_chargeCustomerFail", {
      customer: customer.id,
    });
    await stripe.subscriptions.update(id, { default_payment_method: failing.id });
    await advanceClock(fixture, clock, atS(2026, 4, 30, 14));
    expect(await statusOf(id)).toBe("past_due");
    expect(periodOf(await stripe.subscriptions.retrieve(id))).toEqual([atS(2026, 4, 30), atS(2026, 5, 31)]);
    const open = (await stripe.invoices.list({ customer: customer.id, status: "open" })).data[0];
    expect(open).toMatchObject({
      attempt_count: 1,
      attempted: true,
      next_payment_attempt: atS(2026, 5, 3, 13),
    });

    await advanceClock(fixture, clock, atS(2026, 5, 8, 14));
    expect(await stripe.invoices.retrieve(open?.id ?? "")).toMatchObject({
      attempt_count: 3,
      next_payment_attempt: atS(2026, 5, 15, 13),
    });
    await advanceClock(fixture, clock, atS(2026, 5, 15, 14));
    const canceled = await stripe.subscriptions.retrieve(id);
    expect(canceled).toMatchObject({
      status: "canceled",
      ended_at: atS(2026, 5, 15, 13),
      cancellation_details: { reason: "payment_failed" },
    });
    expect(await stripe.invoices.retrieve(open?.id ?? "")).toMatchObject({
      status: "open",
      attempt_count: 4,
      next_payment_attempt: null,
      auto_advance: false,
    });
    const failures = await stripe.events.list({ type: "invoice.payment_failed" });
    expect(failures.data.map(({ created }) => created).toReversed()).toEqual([
      atS(2026, 4, 30, 13),
      atS(2026, 5, 3, 13),
      atS(2026, 5, 8, 13),
      atS(2026, 5, 15, 13),
    ]);
  });

  test("is paid when the card is replaced, and stays unpaid if so configured", async () => {
    fixture.simulator.control.configure({ retryDays: [1], afterRetries: "unpaid" });
    const { monthly } = await createProPrices(stripe);
    const customer = await addCustomer(stripe, "pm_card_chargeCustomerFail", clock);
    const { id } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: monthly.id }],
      trial_period_days: 10,
    });
    await advanceClock(fixture, clock, START_S + 10 * DAY_S + 7_200);
    expect(await statusOf(id)).toBe("past_due");
    await advanceClock(fixture, clock, START_S + 11 * DAY_S + 7_200);
    expect(await statusOf(id)).toBe("unpaid");
    await advanceClock(fixture, clock, START_S + 41 * DAY_S);
    const drafts = await stripe.invoices.list({ customer: customer.id, status: "draft" });
    expect(drafts.data).toMatchObject([{ auto_advance: false, billing_reason: "subscription_cycle" }]);
    const method = await stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
    const { latest_invoice: latest } = await stripe.subscriptions.update(id, {
      default_payment_method: method.id,
    });
    const paid = await stripe.invoices.pay(String(latest));
    expect(paid).toMatchObject({ status: "paid", amount_paid: 999 });
    expect(await statusOf(id)).toBe("active");
  });
});

describe("a trial without a card", () => {
  test.each([
    ["cancel", "canceled", "customer.subscription.deleted"],
    ["pause", "paused", "customer.subscription.paused"],
    ["create_invoice", "past_due", "invoice.payment_failed"],
  ] as const)("ends by its setting %s: %s", async (missing, status, type) => {
    const { monthly } = await createProPrices(stripe);
    const customer = await addCustomer(stripe, null, clock);
    const { id } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: monthly.id }],
      trial_period_days: 30,
      trial_settings: { end_behavior: { missing_payment_method: missing } },
    });
    await advanceClock(fixture, clock, START_S + 30 * DAY_S + 7_200);
    expect(await statusOf(id)).toBe(status);
    expect(await eventTypes(stripe)).toContain(type);
    if (missing !== "pause") return;
    const card = await stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
    await stripe.subscriptions.update(id, { default_payment_method: card.id });
    const resumed = await stripe.subscriptions.resume(id);
    expect(resumed.status).toBe("active");
    expect(periodOf(resumed)[0]).toBe(START_S + 30 * DAY_S + 7_200);
    expect(await eventTypes(stripe)).toContain("customer.subscription.resumed");
  });
});

describe("a start without payment", () => {
  test("is incomplete, then active when it is paid", async () => {
    const { monthly } = await createProPrices(stripe);
    const customer = await addCustomer(stripe, "pm_card_chargeCustomerFail", clock);
    const started = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: monthly.id }],
    });
    expect(started.status).toBe("incomplete");
    await expect(stripe.invoices.pay(String(started.latest_invoice))).rejects.toMatchObject({
      type: "StripeCardError",
      code: "card_declined",
      statusCode: 402,
    });
    const card = await stripe.paymentMethods.attach("pm_card_visa", { customer: customer.id });
    await stripe.invoices.pay(String(started.latest_invoice), { payment_method: card.id });
    expect(await statusOf(started.id)).toBe("active");
  });

  test("requires action where the bank asks for authentication", async () => {
    const { monthly } = await createProPrices(stripe);
    const customer = await addCustomer(stripe, "pm_card_authenticationRequired", clock);
    const started = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: monthly.id }],
    });
    expect(started.status).toBe("incomplete");
    const types = await eventTypes(stripe);
    expect(types.slice(types.indexOf("charge.failed"))).toEqual([
      "charge.failed",
      "payment_intent.requires_action",
      "invoice.updated",
      "invoice.payment_failed",
      "invoice.payment_action_required",
    ]);
  });

  test("expires after 23 hours and voids its invoice", async () => {
    const { monthly } = await createProPrices(stripe);
    const customer = await addCustomer(stripe, "pm_card_chargeCustomerFail", clock);
    const started = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: monthly.id }],
    });
    await advanceClock(fixture, clock, START_S + 23 * 3_600);
    expect(await statusOf(started.id)).toBe("incomplete_expired");
    expect((await stripe.invoices.retrieve(String(started.latest_invoice))).status).toBe("void");
  });

  test("is refused completely with error_if_incomplete", async () => {
    const { monthly } = await createProPrices(stripe);
    const customer = await addCustomer(stripe, "pm_card_chargeCustomerFail", clock);
    const start = stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: monthly.id }],
      payment_behavior: "error_if_incomplete",
    });
    await expect(start).rejects.toMatchObject({ type: "StripeCardError", decline_code: "generic_decline" });
    expect((await stripe.subscriptions.list({ customer: customer.id, status: "all" })).data).toEqual([]);
  });
});

describe("a cancellation", () => {
  test("at the period's end is scheduled, undone, scheduled again, and takes effect", async () => {
    const { monthly } = await createProPrices(stripe);
    const customer = await addCustomer(stripe, "pm_card_visa", clock);
    const { id } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: monthly.id }],
    });
    const end = atS(2026, 2, 28);
    const planned = await stripe.subscriptions.update(id, { cancel_at_period_end: true });
    expect(planned).toMatchObject({
      status: "active",
      cancel_at_period_end: true,
      cancel_at: end,
      canceled_at: START_S,
    });
    const back = await stripe.subscriptions.update(id, { cancel_at_period_end: false });
    expect(back).toMatchObject({ cancel_at_period_end: false, cancel_at: null, canceled_at: null });
    await stripe.subscriptions.update(id, { cancel_at_period_end: true });
    await advanceClock(fixture, clock, end + 60);
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: "canceled", ended_at: end });
    expect((await eventTypes(stripe)).slice(-3)).toEqual([
      "test_helpers.test_clock.advancing",
      "customer.subscription.deleted",
      "test_helpers.test_clock.ready",
    ]);
    expect((await stripe.invoices.list({ customer: customer.id })).data).toHaveLength(1);
  });

  test("takes effect at once with cancel, with a credit on request", async () => {
    const { monthly } = await createProPrices(stripe);
    const customer = await addCustomer(stripe, "pm_card_visa", clock);
    const { id } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: monthly.id }],
    });
    await advanceClock(fixture, clock, START_S + 14 * DAY_S);
    const canceled = await stripe.subscriptions.cancel(id, { invoice_now: true, prorate: true });
    expect(canceled.status).toBe("canceled");
    const after = await stripe.customers.retrieve(customer.id);
    expect(after).toMatchObject({ balance: -500 });
    await expect(stripe.subscriptions.cancel(id)).rejects.toMatchObject({
      statusCode: 404,
      code: "resource_missing",
    });
  });
});

test("a renewal's events are in order, each at its own time", async () => {
  await fixture.close();
  fixture = await openStripeFixture({ webhooks: true });
  stripe = fixture.stripe;
  clock = (await stripe.testHelpers.testClocks.create({ frozen_time: START_S })).id;
  const { monthly } = await createProPrices(stripe);
  const customer = await addCustomer(stripe, "pm_card_visa", clock);
  await stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }] });
  await fixture.simulator.control.settle();
  const seen = fixture.receiver.received.length;
  await advanceClock(fixture, clock, atS(2026, 3, 2));
  const renewal = fixture.receiver.received.slice(seen).map(({ event }) => [event?.type, event?.created]);
  const draft = atS(2026, 2, 28);
  const paid = draft + 3_600;
  expect(renewal).toEqual([
    ["test_helpers.test_clock.advancing", START_S],
    ["invoice.upcoming", draft - 7 * DAY_S],
    ["customer.subscription.updated", draft],
    ["invoice.created", draft],
    ["invoice.finalized", paid],
    ["payment_intent.created", paid],
    ["charge.succeeded", paid],
    ["payment_intent.succeeded", paid],
    ["invoice.updated", paid],
    ["invoice.paid", paid],
    ["invoice.payment_succeeded", paid],
    ["test_helpers.test_clock.ready", atS(2026, 3, 2)],
  ]);
});
