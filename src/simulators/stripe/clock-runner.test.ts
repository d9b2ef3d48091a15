import { afterEach, beforeEach, expect, test } from "vitest";

import { addCustomer, openStripeFixture, createProPrices } from "./fixture.ts";
import type { StripeFixture } from "./fixture.ts";

const DAY_S = 86_400;
const START_MS = Date.UTC(2026, 5, 1);

let fixture: StripeFixture;
beforeEach(async () => {
  fixture = await openStripeFixture({ webhooks: true, now: () => START_MS });
});
afterEach(() => fixture.close());

test("moves the simulator's own clock by thirty days, task by task", async () => {
  const { stripe, simulator, receiver } = fixture;
  const { monthly } = await createProPrices(stripe);
  const customer = await addCustomer(stripe);
  const { id } = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: monthly.id }],
    trial_period_days: 30,
  });
  await simulator.control.settle();
  const seen = receiver.received.length;
  const nowMs = await simulator.control.advance(30 * DAY_S + 3_600);
  expect(nowMs).toBe(START_MS + (30 * DAY_S + 3_600) * 1000);
  // Signed at the simulated time, which the SDK would refuse, so the bodies are parsed without verification.
  const events = receiver.received.slice(seen).map(({ body }) => JSON.parse(body));
  const passed = events.map(({ type, created }) => [type, created - START_MS / 1000]);
  expect(passed.slice(0, 4)).toEqual([
    ["invoice.upcoming", 23 * DAY_S],
    ["customer.subscription.trial_will_end", 27 * DAY_S],
    ["customer.subscription.updated", 30 * DAY_S],
    ["invoice.created", 30 * DAY_S],
  ]);
  expect(passed.at(-1)).toEqual(["invoice.payment_succeeded", 30 * DAY_S + 3_600]);
  expect((await stripe.subscriptions.retrieve(id)).status).toBe("active");
});

test("webhook retries and billing tasks run in the order of their times", async () => {
  const { stripe, simulator, receiver } = fixture;
  const { monthly } = await createProPrices(stripe);
  const customer = await addCustomer(stripe);
  receiver.answer(500);
  await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: monthly.id }],
    trial_period_days: 1,
  });
  await simulator.control.advance(DAY_S + 3_600);
  const moments = simulator.control.attempts().map(({ atS }) => atS);
  expect(moments).toEqual(moments.toSorted((a, b) => a - b));
  expect(new Set(simulator.control.attempts().map(({ type }) => type))).toContain("invoice.paid");
});

test("concurrent clock moves run one after the other", async () => {
  const { control } = fixture.simulator;
  const [first, second] = await Promise.all([control.advance(60), control.advance(60)]);
  expect([first, second].map((ms) => (ms - START_MS) / 1000)).toEqual([60, 120]);
});
