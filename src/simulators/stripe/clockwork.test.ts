import { afterEach, beforeEach, expect, test } from "vitest";

import { addCustomer, openLab, sellPro } from "./harness.ts";
import type { Lab } from "./harness.ts";

const DAY_S = 86_400;
const START_MS = Date.UTC(2026, 5, 1);

let lab: Lab;
beforeEach(async () => {
  lab = await openLab({ webhooks: true, now: () => START_MS });
});
afterEach(() => lab.close());

test("thirty days of the simulator's own clock pass with all that lies between, step by step", async () => {
  const { stripe, simulator, mailbox } = lab;
  const { monthly } = await sellPro(stripe);
  const customer = await addCustomer(stripe);
  const { id } = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: monthly.id }],
    trial_period_days: 30,
  });
  await simulator.control.settle();
  const seen = mailbox.received.length;
  const nowMs = await simulator.control.advance(30 * DAY_S + 3_600);
  expect(nowMs).toBe(START_MS + (30 * DAY_S + 3_600) * 1000);
  // Signed at the fake time, which the SDK would refuse: the bodies are read as they are.
  const events = mailbox.received.slice(seen).map(({ body }) => JSON.parse(body));
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

test("retries of webhooks and the work of billing are done in the order of their moments", async () => {
  const { stripe, simulator, mailbox } = lab;
  const { monthly } = await sellPro(stripe);
  const customer = await addCustomer(stripe);
  mailbox.answer(500);
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

test("two calls to move the clock follow each other", async () => {
  const { control } = lab.simulator;
  const [first, second] = await Promise.all([control.advance(60), control.advance(60)]);
  expect([first, second].map((ms) => (ms - START_MS) / 1000)).toEqual([60, 120]);
});
