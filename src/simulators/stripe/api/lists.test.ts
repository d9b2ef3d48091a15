import { Stripe } from "stripe";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { addCustomer, openStripeFixture, createProPrices } from "#simulators/stripe/fixture.ts";
import type { StripeFixture } from "#simulators/stripe/fixture.ts";

let fixture: StripeFixture;
let stripe: Stripe;
beforeAll(async () => {
  fixture = await openStripeFixture();
  stripe = fixture.stripe;
  await stripe.products.create({ name: "Pro" });
});
afterAll(() => fixture.close());

const { StripeAuthenticationError } = Stripe.errors;

describe("expansion", () => {
  test("goes at most four levels deep, and a refused expansion changes nothing", async () => {
    const { monthly } = await createProPrices(stripe);
    const customer = await addCustomer(stripe);
    const start = { customer: customer.id, items: [{ price: monthly.id }] };
    const expand = ["latest_invoice.payments.data.payment.payment_intent"];
    await expect(stripe.subscriptions.create({ ...start, expand })).rejects.toThrow("more than 4 levels");
    expect((await stripe.subscriptions.list({ customer: customer.id })).data).toEqual([]);
    const { latest_invoice: latest } = await stripe.subscriptions.create(start);
    const deep = await stripe.invoices.retrieve(String(latest), {
      expand: ["payments.data.payment.payment_intent"],
    });
    expect(deep.payments?.data[0]?.payment.payment_intent).toMatchObject({
      status: "succeeded",
      amount: 999,
    });
    const listed = await stripe.invoices.list({ customer: customer.id, expand: ["data.customer"] });
    expect(listed.data[0]?.customer).toMatchObject({ email: "trader@example.com" });
  });
});

describe("lists", () => {
  test("are paged newest first, forwards, backwards and by the SDK itself", async () => {
    const names = Array.from({ length: 25 }, (_, index) => `paged-${index}`);
    for (const name of names) await stripe.customers.create({ name, email: "paged@example.com" });
    const all: (string | null | undefined)[] = [];
    for await (const one of stripe.customers.list({ email: "paged@example.com", limit: 10 }))
      all.push(one.name);
    expect(all).toEqual(names.toReversed());
    const first = await stripe.customers.list({ email: "paged@example.com", limit: 10 });
    expect([first.data.length, first.has_more]).toEqual([10, true]);
    const second = await stripe.customers.list({
      email: "paged@example.com",
      limit: 10,
      starting_after: first.data.at(-1)?.id ?? "",
    });
    const back = await stripe.customers.list({
      email: "paged@example.com",
      limit: 10,
      ending_before: second.data[0]?.id ?? "",
    });
    expect(back.data).toEqual(first.data);
    await expect(stripe.customers.list({ limit: 101 })).rejects.toMatchObject({ param: "limit" });
    await expect(stripe.customers.list({ starting_after: "cus_none" })).rejects.toMatchObject({
      code: "resource_missing",
    });
  });

  test("of events are filtered by type and time", async () => {
    const types = await stripe.events.list({ types: ["customer.created", "product.created"], limit: 100 });
    expect(new Set(types.data.map(({ type }) => type))).toEqual(
      new Set(["customer.created", "product.created"]),
    );
    const newest = types.data[0]?.created ?? 0;
    expect((await stripe.events.list({ created: { gt: newest + 1 } })).data).toEqual([]);
    expect((await stripe.events.list({ created: { gte: newest } })).data.length).toBeGreaterThan(0);
  });
});

describe("errors match Stripe's", () => {
  test.each([
    [
      "an unknown id",
      () => stripe.customers.retrieve("cus_none"),
      { statusCode: 404, code: "resource_missing", param: "id" },
    ],
    [
      "an unknown id in a parameter",
      () => stripe.subscriptions.create({ customer: "cus_none" }),
      { statusCode: 400, param: "customer" },
    ],
    [
      "a missing parameter",
      () => stripe.products.create({} as { name: string }),
      { code: "parameter_missing", param: "name" },
    ],
    [
      "an unknown parameter",
      () => stripe.customers.create({ nick: "x" } as object),
      { code: "parameter_unknown", param: "nick" },
    ],
    [
      "an unknown nested parameter",
      () => stripe.customers.create({ invoice_settings: { x: "1" } } as object),
      { param: "invoice_settings[x]" },
    ],
    [
      "a period of no length",
      () =>
        stripe.prices.create({
          currency: "usd",
          unit_amount: 1,
          product_data: { name: "x" },
          recurring: { interval: "month", interval_count: 0 },
        }),
      { statusCode: 400, param: "recurring[interval_count]" },
    ],
    [
      "what cannot be expanded",
      () => stripe.prices.list({ expand: ["data.nothing"] }),
      { code: "property_cannot_be_expanded" },
    ],
    ["a path that is not served", () => stripe.rawRequest("GET", "/v1/teapots"), { statusCode: 404 }],
  ])("%s", async (_name, call, expected) => {
    await expect(call()).rejects.toMatchObject({ type: "StripeInvalidRequestError", ...expected });
    await expect(call()).rejects.toHaveProperty("requestId", expect.stringMatching(/^req_\w{14}$/));
  });

  test.each(["", "Bearer sk_live_1234", "Basic abc", "Bearer sk_test_"])(
    "401 for the key %j",
    async (key) => {
      const response = await fetch(`${fixture.simulator.url}/v1/customers`, {
        headers: { authorization: key },
      });
      expect(response.status).toBe(401);
      expect(await response.json()).toMatchObject({ error: { type: "invalid_request_error" } });
      const options = { apiKey: key.slice(7) || "none" };
      await expect(stripe.customers.list({}, options)).rejects.toThrow(StripeAuthenticationError);
    },
  );
});
