import { Stripe } from "stripe";
import { afterAll, beforeAll, expect, test } from "vitest";

import { addCustomer, openStripeFixture, createProPrices } from "#simulators/stripe/fixture.ts";
import type { StripeFixture } from "#simulators/stripe/fixture.ts";

let fixture: StripeFixture;
let stripe: Stripe;
let sold: Awaited<ReturnType<typeof createProPrices>>;
beforeAll(async () => {
  fixture = await openStripeFixture();
  stripe = fixture.stripe;
  sold = await createProPrices(stripe);
});
afterAll(() => fixture.close());

const { StripeInvalidRequestError } = Stripe.errors;

test("a customer is created, read, changed, found by e-mail and deleted with its subscriptions", async () => {
  const made = await stripe.customers.create({
    email: "one@example.com",
    metadata: { user: "1" },
    name: "One",
  });
  expect(made).toMatchObject({ object: "customer", livemode: false, balance: 0, metadata: { user: "1" } });
  expect(made.id).toMatch(/^cus_\w{14}$/);
  const changed = await stripe.customers.update(made.id, {
    email: "uno@example.com",
    name: "",
    metadata: { tier: "x" },
  });
  expect(changed).toMatchObject({ email: "uno@example.com", name: null, metadata: { user: "1", tier: "x" } });
  expect((await stripe.customers.list({ email: "uno@example.com" })).data.map(({ id }) => id)).toEqual([
    made.id,
  ]);
  expect((await stripe.customers.list({ email: "one@example.com" })).data).toEqual([]);
  const { id } = await stripe.subscriptions.create({
    customer: made.id,
    items: [{ price: sold.monthly.id }],
    trial_period_days: 30,
  });
  expect(await stripe.customers.del(made.id)).toMatchObject({ id: made.id, deleted: true });
  expect(await stripe.customers.retrieve(made.id)).toEqual({
    id: made.id,
    object: "customer",
    deleted: true,
  });
  expect((await stripe.subscriptions.retrieve(id)).status).toBe("canceled");
  await expect(stripe.customers.update(made.id, { name: "x" })).rejects.toThrow(StripeInvalidRequestError);
});

test("products and prices are found by lookup key, which belongs to one price at a time", async () => {
  const found = await stripe.prices.list({ lookup_keys: ["pro_monthly", "pro_yearly"], active: true });
  expect(found.data.map(({ lookup_key: key }) => key)).toEqual(["pro_yearly", "pro_monthly"]);
  expect(sold.monthly).toMatchObject({
    unit_amount: 999,
    type: "recurring",
    recurring: { interval: "month" },
  });
  expect(String(sold.monthly.unit_amount_decimal)).toBe("999");
  const again = {
    product: sold.product.id,
    currency: "usd",
    unit_amount: 1099,
    recurring: { interval: "month" },
  } as const;
  await expect(stripe.prices.create({ ...again, lookup_key: "pro_monthly" })).rejects.toMatchObject({
    param: "lookup_key",
    statusCode: 400,
  });
  const moved = await stripe.prices.create({
    ...again,
    lookup_key: "pro_monthly",
    transfer_lookup_key: true,
  });
  expect((await stripe.prices.retrieve(sold.monthly.id)).lookup_key).toBeNull();
  await stripe.prices.update(moved.id, { active: false, lookup_key: "" });
  expect((await stripe.prices.list({ lookup_keys: ["pro_monthly"] })).data).toEqual([]);
  const back = await stripe.prices.update(sold.monthly.id, { lookup_key: "pro_monthly" });
  expect(back.lookup_key).toBe("pro_monthly");
  const product = await stripe.products.update(sold.product.id, {
    name: "Pro plan",
    description: "All of it",
  });
  expect(product).toMatchObject({ name: "Pro plan", description: "All of it", active: true });
  expect((await stripe.products.list({ ids: [sold.product.id] })).data).toHaveLength(1);
});

test("cards are attached, listed, declined and detached, and are then no longer a default", async () => {
  const customer = await addCustomer(stripe);
  const { data } = await stripe.paymentMethods.list({ customer: customer.id, type: "card" });
  expect(data).toMatchObject([
    { type: "card", customer: customer.id, card: { last4: "4242", brand: "visa" } },
  ]);
  expect(customer.invoice_settings.default_payment_method).toBe(data[0]?.id);
  await expect(
    stripe.paymentMethods.attach("pm_card_chargeDeclined", { customer: customer.id }),
  ).rejects.toMatchObject({
    type: "StripeCardError",
    code: "card_declined",
    decline_code: "generic_decline",
  });
  const detached = await stripe.paymentMethods.detach(data[0]?.id ?? "");
  expect(detached.customer).toBeNull();
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({
    invoice_settings: { default_payment_method: null },
  });
  const typed = { type: "card", card: { number: "4242424242424241", exp_month: 1, exp_year: 2040 } } as const;
  await expect(stripe.paymentMethods.create(typed)).rejects.toMatchObject({ code: "incorrect_number" });
});

test("a card has the fingerprint of its number, whoever has it, and the number is not in it", async () => {
  const card = (number: string) =>
    stripe.paymentMethods.create({ type: "card", card: { number, exp_month: 1, exp_year: 2040 } });
  const [one, same, other] = [
    await card("4242424242424242"),
    await card("4242424242424242"),
    await card("4000056655665556"),
  ];
  const attached = await stripe.paymentMethods.attach("pm_card_visa", {
    customer: (await stripe.customers.create({})).id,
  });
  expect(one.card?.fingerprint).toMatch(/^[a-zA-Z0-9]{16}$/);
  expect([same.card?.fingerprint, attached.card?.fingerprint]).toEqual(
    Array.from({ length: 2 }, () => one.card?.fingerprint),
  );
  expect(other.card?.fingerprint).not.toBe(one.card?.fingerprint);
  expect(one.card?.fingerprint).not.toContain("4242");
});

test("a subscription has its period on its item and expands its references", async () => {
  const customer = await addCustomer(stripe);
  const made = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: sold.monthly.id, metadata: { seat: "1" } }],
    metadata: { user: "9" },
    expand: ["latest_invoice.payments", "customer"],
  });
  expect(made).toMatchObject({ status: "active", metadata: { user: "9" }, customer: { id: customer.id } });
  expect("current_period_end" in made).toBe(false);
  const [item] = made.items.data;
  expect((item?.current_period_end ?? 0) - (item?.current_period_start ?? 0)).toBeGreaterThan(27 * 86_400);
  expect(made.latest_invoice).toMatchObject({
    status: "paid",
    amount_paid: 999,
    billing_reason: "subscription_create",
    parent: { subscription_details: { subscription: made.id } },
    payments: { data: [{ status: "paid", amount_paid: 999 }] },
  });
  expect((await stripe.charges.list({ customer: customer.id })).data).toMatchObject([
    { paid: true, amount: 999 },
  ]);
  expect((await stripe.paymentIntents.list({ customer: customer.id })).data).toHaveLength(1);
  const bySubscription = await stripe.invoices.list({ subscription: made.id });
  expect(bySubscription.data[0]?.number).toMatch(/^\w{8}-0001$/);
  expect((await stripe.invoices.listLineItems(bySubscription.data[0]?.id ?? "")).data).toMatchObject([
    { amount: 999, pricing: { price_details: { price: sold.monthly.id } } },
  ]);
  const ids = async (status: "active" | "all" | "canceled") =>
    (await stripe.subscriptions.list({ customer: customer.id, status })).data.map(({ id }) => id);
  expect([await ids("active"), await ids("canceled")]).toEqual([[made.id], []]);
  await stripe.subscriptions.cancel(made.id);
  expect([await ids("active"), await ids("canceled"), await ids("all")]).toEqual([[], [made.id], [made.id]]);
  expect((await stripe.subscriptions.list({ customer: customer.id })).data).toEqual([]);
});

test("trial_end now ends a trial early and bills at once", async () => {
  const customer = await addCustomer(stripe);
  const { id } = await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: sold.yearly.id }],
    trial_period_days: 30,
  });
  const ended = await stripe.subscriptions.update(id, { trial_end: "now", expand: ["latest_invoice"] });
  expect(ended).toMatchObject({ status: "active", latest_invoice: { amount_paid: 9990, status: "paid" } });
});

test("a preview of a new subscription creates nothing", async () => {
  const customer = await addCustomer(stripe);
  const preview = await stripe.invoices.createPreview({
    customer: customer.id,
    subscription_details: { items: [{ price: sold.yearly.id }] },
  });
  expect(preview).toMatchObject({ total: 9990, status: "draft" });
  expect((await stripe.subscriptions.list({ customer: customer.id, status: "all" })).data).toEqual([]);
  expect((await stripe.invoices.list({ customer: customer.id })).data).toEqual([]);
  expect((await stripe.customers.retrieve(customer.id)).lastResponse.requestId).toMatch(/^req_/);
});

test("invoices are voided, marked uncollectible and not paid twice", async () => {
  const customer = await addCustomer(stripe, "pm_card_chargeCustomerFail");
  const open = async () => {
    const started = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: sold.monthly.id }],
    });
    return String(started.latest_invoice);
  };
  expect(await stripe.invoices.voidInvoice(await open())).toMatchObject({ status: "void" });
  const lost = await stripe.invoices.markUncollectible(await open());
  expect(lost.status).toBe("uncollectible");
  await expect(stripe.invoices.pay(lost.id ?? "")).rejects.toThrow(StripeInvalidRequestError);
});

test("test clocks move only forward, by at most two intervals, and are deleted with their customers", async () => {
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: 1_700_000_000, name: "one" });
  const customer = await addCustomer(stripe, "pm_card_visa", clock.id);
  expect(customer).toMatchObject({ test_clock: clock.id, created: 1_700_000_000 });
  await stripe.subscriptions.create({ customer: customer.id, items: [{ price: sold.monthly.id }] });
  const advance = (to: number) => stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: to });
  await expect(advance(1_600_000_000)).rejects.toMatchObject({ param: "frozen_time" });
  await expect(advance(1_700_000_000 + 70 * 86_400)).rejects.toMatchObject({ param: "frozen_time" });
  expect(await advance(1_700_086_400)).toMatchObject({ status: "advancing" });
  await fixture.simulator.control.settle();
  const ready = await stripe.testHelpers.testClocks.retrieve(clock.id);
  expect(ready).toMatchObject({ status: "ready", frozen_time: 1_700_086_400 });
  await stripe.testHelpers.testClocks.del(clock.id);
  expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ deleted: true });
});

test("the same seed gives the same ids, another seed different ones", async () => {
  const idsOf = async (seed: number) => {
    const other = await openStripeFixture({ seed });
    const { id } = await other.stripe.customers.create({});
    await other.close();
    return id;
  };
  const [first, same, different] = [await idsOf(5), await idsOf(5), await idsOf(6)];
  expect(same).toBe(first);
  expect(different).not.toBe(first);
});
