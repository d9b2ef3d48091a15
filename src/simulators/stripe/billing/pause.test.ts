import { expect, onTestFinished, test } from "vitest";
import { addCustomer, advanceClock, createProPrices, openStripeFixture } from "#simulators/stripe/fixture.ts";

const atS = (month: number, day: number) => Date.UTC(2026, month - 1, day, 12) / 1_000;

test.each([
  ["keep_as_draft", "draft"],
  ["mark_uncollectible", "uncollectible"],
  ["void", "void"],
] as const)("while payments are paused by %s, a renewal's invoice becomes %s", async (behavior, status) => {
  const fixture = await openStripeFixture();
  onTestFinished(() => fixture.close());
  const { stripe } = fixture;
  const { id: clock } = await stripe.testHelpers.testClocks.create({ frozen_time: atS(1, 10) });
  const { monthly } = await createProPrices(stripe);
  const customer = await addCustomer(stripe, "pm_card_visa", clock);
  const { id } = await stripe.subscriptions.create({ customer: customer.id, items: [{ price: monthly.id }] });
  await stripe.subscriptions.update(id, { pause_collection: { behavior, resumes_at: atS(2, 20) } });
  await advanceClock(fixture, clock, atS(2, 12));
  const paused = await stripe.subscriptions.retrieve(id, { expand: ["latest_invoice"] });
  expect(paused).toMatchObject({
    status: "active",
    pause_collection: { behavior },
    latest_invoice: { status, amount_paid: 0, auto_advance: false },
  });
  await advanceClock(fixture, clock, atS(3, 12));
  const resumed = await stripe.subscriptions.retrieve(id, { expand: ["latest_invoice"] });
  expect(resumed).toMatchObject({ pause_collection: null, latest_invoice: { status: "paid" } });
});
