import type { Stripe } from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

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

const CARD = { number: "4242 4242 4242 4242", expiry: "12 / 34", cvc: "123", name: "Zezima" };
const open = async (url: string | null | undefined) => {
  const response = await fetch(url ?? "");
  return { status: response.status, text: await response.text() };
};
const press = async (url: string | null | undefined, fields: Record<string, string>) => {
  const response = await fetch(url ?? "", {
    method: "POST",
    body: new URLSearchParams(fields),
    redirect: "manual",
  });
  return { status: response.status, to: response.headers.get("location"), text: await response.text() };
};
const checkout = (more: Partial<Stripe.Checkout.SessionCreateParams> = {}) =>
  stripe.checkout.sessions.create({
    mode: "subscription",
    line_items: [{ price: sold.monthly.id, quantity: 1 }],
    success_url: "http://127.0.0.1:9/done?session={CHECKOUT_SESSION_ID}",
    cancel_url: "http://127.0.0.1:9/pricing",
    ...more,
  });

describe("the checkout page", () => {
  test("sells a subscription for a card and redirects with the session's id", async () => {
    const customer = await stripe.customers.create({ email: "buyer@example.com" });
    const session = await checkout({
      customer: customer.id,
      client_reference_id: "user-1",
      metadata: { a: "b" },
    });
    expect(session).toMatchObject({
      status: "open",
      payment_status: "unpaid",
      amount_total: 999,
      subscription: null,
    });
    const page = await open(session.url);
    expect(page.status).toBe(200);
    for (const text of ["$9.99", "buyer@example.com", "Card number", "Cancel and go back", "Test mode"])
      expect(page.text).toContain(text);
    expect(page.text).not.toContain("without card");
    const paid = await press(session.url, CARD);
    expect([paid.status, paid.to]).toEqual([303, `http://127.0.0.1:9/done?session=${session.id}`]);
    const done = await stripe.checkout.sessions.retrieve(session.id, {
      expand: ["subscription.default_payment_method", "line_items", "invoice"],
    });
    expect(done).toMatchObject({
      status: "complete",
      payment_status: "paid",
      url: null,
      client_reference_id: "user-1",
      customer: customer.id,
      customer_details: { email: "buyer@example.com", name: "Zezima" },
      subscription: { status: "active", default_payment_method: { card: { last4: "4242" } } },
      line_items: { data: [{ amount_total: 999 }] },
      invoice: { status: "paid" },
    });
    expect((await open(session.url)).text).toContain("complete");
    expect((await press(session.url, CARD)).status).toBe(200);
    expect((await stripe.subscriptions.list({ customer: customer.id })).data).toHaveLength(1);
  });

  test("starts a trial without a card if the session allows it", async () => {
    const customer = await stripe.customers.create({ email: "trial@example.com" });
    const session = await checkout({
      customer: customer.id,
      payment_method_collection: "if_required",
      subscription_data: {
        trial_period_days: 30,
        trial_settings: { end_behavior: { missing_payment_method: "cancel" } },
        metadata: { user: "4" },
      },
    });
    expect(session.amount_total).toBe(0);
    expect((await open(session.url)).text).toContain("Start trial without card");
    expect((await press(session.url, { without_card: "yes" })).status).toBe(303);
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ["subscription"] });
    expect(done).toMatchObject({
      status: "complete",
      payment_status: "no_payment_required",
      subscription: {
        status: "trialing",
        default_payment_method: null,
        metadata: { user: "4" },
        trial_settings: { end_behavior: { missing_payment_method: "cancel" } },
      },
    });
  });

  test("requires a card if the session does, whatever the form contains", async () => {
    const session = await checkout({
      customer_email: "x@example.com",
      subscription_data: { trial_period_days: 30 },
    });
    expect((await press(session.url, { without_card: "yes" })).status).toBe(400);
    expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe("open");
  });

  test.each([
    ["a declined card", { ...CARD, number: "4000000000000002" }, 402, "Your card was declined."],
    [
      "a card that fails when charged",
      { ...CARD, number: "4000000000000341" },
      402,
      "Your card was declined.",
    ],
    ["no number", { ...CARD, number: "" }, 400, "incomplete"],
    ["a mistyped number", { ...CARD, number: "4242424242424243" }, 400, "invalid"],
    ["a date that has passed", { ...CARD, expiry: "01/20" }, 400, "in the past"],
    ["no date", { ...CARD, expiry: "soon" }, 400, "expiration date"],
    ["no code", { ...CARD, cvc: "" }, 400, "security code"],
  ])("shows what is wrong with %s and stays open", async (_name, card, status, words) => {
    const session = await checkout({ customer_email: "y@example.com" });
    const refused = await press(session.url, card);
    expect(refused.status).toBe(status);
    expect(refused.text).toContain('role="alert"');
    expect(refused.text).toContain(words);
    expect(refused.text).not.toMatch(/value="4[\d ]{12}/);
    expect((await stripe.checkout.sessions.retrieve(session.id)).status).toBe("open");
  });

  test("accepts a card that fails later, and creates a new customer", async () => {
    const session = await checkout({ subscription_data: { trial_period_days: 7 } });
    const fields = { ...CARD, number: "4000 0000 0000 0341" };
    expect((await press(session.url, fields)).text).toContain("email is required");
    expect((await press(session.url, { ...fields, email: "new@example.com" })).status).toBe(303);
    const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ["customer"] });
    expect(done.customer).toMatchObject({ email: "new@example.com" });
  });

  test("is gone after the session expired, by a call or by time", async () => {
    const session = await checkout({ customer_email: "z@example.com" });
    expect(await stripe.checkout.sessions.expire(session.id)).toMatchObject({ status: "expired", url: null });
    expect((await open(session.url)).status).toBe(410);
    const late = await checkout({ customer_email: "z@example.com" });
    await fixture.simulator.control.advance(86_401);
    expect((await stripe.checkout.sessions.retrieve(late.id)).status).toBe("expired");
  });

  test("escapes text from other sources", async () => {
    const customer = await stripe.customers.create({ email: '"><script>alert(1)</script>@example.com' });
    const { text } = await open((await checkout({ customer: customer.id })).url);
    expect(text).not.toContain("<script>");
    expect(text).toContain("&lt;script&gt;");
  });
});

describe("the portal", () => {
  const enter = async (card = "pm_card_visa") => {
    const customer = await addCustomer(stripe, card);
    const subscription = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price: sold.monthly.id }],
    });
    const session = await stripe.billingPortal.sessions.create({
      customer: customer.id,
      return_url: "http://127.0.0.1:9/account",
    });
    return { customer, subscription, url: session.url };
  };

  test("cancels at the period's end with cancel_at, as flexible billing does, and undoes it", async () => {
    const { subscription, url } = await enter();
    const page = await open(url);
    for (const text of ["$9.99 per month", "active", "Renews on", "Cancel plan", "Return"])
      expect(page.text).toContain(text);
    const pressed = await press(`${url}/cancel`, { subscription: subscription.id });
    expect(pressed.status).toBe(303);
    expect((await open(pressed.to)).text).toContain("Cancels on");
    expect(await stripe.subscriptions.retrieve(subscription.id)).toMatchObject({
      status: "active",
      cancel_at_period_end: false,
      cancel_at: subscription.items.data[0]?.current_period_end,
      cancellation_details: { reason: "cancellation_requested" },
    });
    await press(`${url}/resume`, { subscription: subscription.id });
    expect((await stripe.subscriptions.retrieve(subscription.id)).cancel_at).toBeNull();
  });

  test("switches the plan and changes the card", async () => {
    const { customer, subscription, url } = await enter();
    expect(
      (await press(`${url}/plan`, { subscription: subscription.id, price: sold.yearly.id })).status,
    ).toBe(303);
    const card = await press(`${url}/card`, { ...CARD, number: "5555555555554444" });
    expect(card.status).toBe(303);
    expect((await open(url)).text).toContain("Card ending in 4444");
    const after = await stripe.subscriptions.retrieve(subscription.id, {
      expand: ["default_payment_method"],
    });
    expect(after.items.data[0]?.price.id).toBe(sold.yearly.id);
    expect(after.default_payment_method).toMatchObject({ card: { last4: "4444", brand: "mastercard" } });
    expect((await stripe.invoices.list({ customer: customer.id })).data).toHaveLength(2);
    expect((await press(`${url}/card`, { ...CARD, number: "4000000000000002" })).status).toBe(400);
    expect((await press(`${url}/plan`, { subscription: "sub_other", price: sold.monthly.id })).status).toBe(
      400,
    );
  });

  test("links to invoices, which can be paid there", async () => {
    const { customer, subscription, url } = await enter("pm_card_chargeCustomerFail");
    expect(subscription.status).toBe("incomplete");
    const invoice = await stripe.invoices.retrieve(String(subscription.latest_invoice));
    expect((await open(url)).text).toContain(invoice.hosted_invoice_url);
    expect((await open(invoice.hosted_invoice_url)).text).toContain("Pay this invoice");
    const declined = await press(invoice.hosted_invoice_url, { ...CARD, number: "4000000000000341" });
    expect([declined.status, (await stripe.invoices.retrieve(invoice.id ?? "")).status]).toEqual([
      402,
      "open",
    ]);
    expect((await press(invoice.hosted_invoice_url, CARD)).status).toBe(303);
    expect((await stripe.subscriptions.retrieve(subscription.id)).status).toBe("active");
    expect((await open(invoice.hosted_invoice_url)).text).not.toContain("Pay this invoice");
    expect((await stripe.invoices.list({ customer: customer.id, status: "paid" })).data).toHaveLength(1);
  });

  test("is not found without a session", async () => {
    expect((await open(`${fixture.simulator.url}/p/session/bps_none`)).status).toBe(404);
  });
});
