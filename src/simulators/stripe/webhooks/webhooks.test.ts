import { Stripe } from "stripe";
import { afterEach, describe, expect, test } from "vitest";

import { openStripeFixture, SECRET } from "#simulators/stripe/fixture.ts";
import type { StripeFixture } from "#simulators/stripe/fixture.ts";
import { API_VERSION } from "#simulators/stripe/world.ts";
import { backoffS } from "./sender.ts";

let fixture: StripeFixture;
afterEach(() => fixture.close());

const names = (count: number) => Array.from({ length: count }, (_, index) => `customer-${index}`);
async function addCustomers(count: number): Promise<string[]> {
  for (const name of names(count)) await fixture.stripe.customers.create({ name });
  await fixture.simulator.control.settle();
  return fixture.receiver.received.map(({ body }) => JSON.parse(body).data.object.name);
}

describe("an event", () => {
  test("is signed so that the SDK accepts it, with version, request and previous attributes", async () => {
    fixture = await openStripeFixture({ webhooks: true });
    const customer = await fixture.stripe.customers.create(
      { name: "Zezima", metadata: { user: "7", old: "x" } },
      { idempotencyKey: "key-1" },
    );
    await fixture.stripe.customers.update(customer.id, { name: "Durial", metadata: { old: "" } });
    await fixture.simulator.control.settle();
    const [created, updated] = fixture.receiver.received.map(({ event }) => event);
    expect(created).toMatchObject({
      object: "event",
      api_version: API_VERSION,
      type: "customer.created",
      request: { id: customer.lastResponse.requestId, idempotency_key: "key-1" },
      data: { object: { id: customer.id, name: "Zezima" } },
    });
    expect(API_VERSION).toBe(Stripe.API_VERSION);
    expect(updated?.data.previous_attributes).toEqual({ name: "Zezima", metadata: { old: "x" } });
    expect(updated?.data.object).toMatchObject({ name: "Durial", metadata: { user: "7" } });
    const again = await fixture.stripe.events.retrieve(created?.id ?? "");
    expect(again).toMatchObject({ id: created?.id, pending_webhooks: 0 });
  });

  test("carries two signatures during a secret rotation", async () => {
    fixture = await openStripeFixture({ webhooks: true });
    fixture.simulator.control.setWebhook(fixture.receiver.url, ["whsec_test_new", SECRET]);
    await addCustomers(1);
    const [{ event, body, signature } = { event: null, body: "", signature: "" }] = fixture.receiver.received;
    expect(event?.type).toBe("customer.created");
    expect(signature.match(/v1=/g)).toHaveLength(2);
    expect(fixture.stripe.webhooks.constructEvent(body, signature, "whsec_test_new").id).toBe(event?.id);
    expect(() => fixture.stripe.webhooks.constructEvent(body, signature, "whsec_other")).toThrow(
      /signature/i,
    );
    expect(() => fixture.stripe.webhooks.constructEvent(`${body} `, signature, SECRET)).toThrow(/signature/i);
  });

  test("goes to endpoints created over the API, for their types only", async () => {
    fixture = await openStripeFixture();
    const endpoint = await fixture.stripe.webhookEndpoints.create({
      url: fixture.receiver.url,
      enabled_events: ["customer.deleted"],
    });
    const { id } = await fixture.stripe.customers.create({ name: "gone" });
    await fixture.stripe.customers.del(id);
    await fixture.simulator.control.settle();
    expect(fixture.receiver.received).toHaveLength(1);
    const { body, signature } = fixture.receiver.received[0] ?? { body: "", signature: "" };
    const event = fixture.stripe.webhooks.constructEvent(body, signature, endpoint.secret ?? "");
    expect(event.type).toBe("customer.deleted");
    expect((await fixture.stripe.webhookEndpoints.retrieve(endpoint.id)).secret).toBeUndefined();
  });
});

describe("a delivery that fails", () => {
  test("is retried with growing waits for three days of simulated time", async () => {
    fixture = await openStripeFixture({ webhooks: true });
    fixture.receiver.answer(500);
    await addCustomers(1);
    expect(fixture.receiver.received).toHaveLength(1);
    await fixture.simulator.control.advance(9);
    expect(fixture.receiver.received).toHaveLength(1);
    await fixture.simulator.control.advance(4 * 86_400);
    const attempts = fixture.simulator.control.attempts();
    const first = attempts[0]?.atS ?? 0;
    expect(attempts.map(({ number }) => number)).toEqual(attempts.map((_, index) => index + 1));
    attempts.slice(1).forEach(({ atS }, index) => {
      const wait = atS - (attempts[index]?.atS ?? 0);
      expect(Math.abs(wait - backoffS(index + 1))).toBeLessThanOrEqual(1);
    });
    const last = (attempts.at(-1)?.atS ?? 0) - first;
    expect(last).toBeLessThanOrEqual(3 * 86_400);
    expect(last).toBeGreaterThan(2.4 * 86_400);
    expect(new Set(fixture.receiver.received.map(({ event }) => event?.id)).size).toBe(1);
  });

  test("ends with the first 2xx, and can be sent again manually", async () => {
    fixture = await openStripeFixture({ webhooks: true });
    fixture.receiver.answer(503);
    await addCustomers(1);
    fixture.receiver.answer(204);
    await fixture.simulator.control.advance(86_400);
    expect(fixture.simulator.control.attempts().map(({ status }) => status)).toEqual([503, 204]);
    expect(fixture.simulator.control.resend(fixture.receiver.received[0]?.event?.id ?? "")).toBe(true);
    await fixture.simulator.control.settle();
    expect(fixture.receiver.received).toHaveLength(3);
  });

  test("includes one that is never answered", async () => {
    fixture = await openStripeFixture({ webhooks: true, webhookTimeoutMs: 150 });
    fixture.receiver.answer("hang");
    await addCustomers(1);
    expect(fixture.simulator.control.attempts()).toMatchObject([{ status: 0, number: 1 }]);
    fixture.receiver.answer(200);
    await fixture.simulator.control.advance(2 * 86_400);
    expect(fixture.simulator.control.attempts().at(-1)?.status).toBe(200);
  });
});

describe("delivery faults", () => {
  const { length } = names(3);

  test("none: in order", async () => {
    fixture = await openStripeFixture({ webhooks: true });
    expect(await addCustomers(length)).toEqual(names(3));
  });

  test("duplicate: sends the same event again", async () => {
    fixture = await openStripeFixture({ webhooks: true });
    fixture.simulator.control.addWebhookFault({ kind: "duplicate", copies: 2, times: 1 });
    expect(await addCustomers(2)).toEqual(["customer-0", "customer-0", "customer-0", "customer-1"]);
    expect(new Set(fixture.receiver.received.map(({ event }) => event?.id)).size).toBe(2);
  });

  test("drop: never sends the event, which is still in the list of events", async () => {
    fixture = await openStripeFixture({ webhooks: true });
    fixture.simulator.control.addWebhookFault({ kind: "drop", types: ["customer.*"], times: 1 });
    expect(await addCustomers(2)).toEqual(["customer-1"]);
    await fixture.simulator.control.advance(4 * 86_400);
    expect(fixture.receiver.received).toHaveLength(1);
    expect((await fixture.stripe.events.list({ type: "customer.created" })).data).toHaveLength(2);
  });

  test("reorder: sends the window in reverse", async () => {
    fixture = await openStripeFixture({ webhooks: true });
    fixture.simulator.control.addWebhookFault({ kind: "reorder", window: 3, times: 3 });
    expect(await addCustomers(4)).toEqual(["customer-2", "customer-1", "customer-0", "customer-3"]);
  });

  test("delay: sends after the time has passed on the simulator's clock", async () => {
    fixture = await openStripeFixture({ webhooks: true });
    fixture.simulator.control.addWebhookFault({ kind: "delay", delayS: 3_600, times: 1 });
    expect(await addCustomers(2)).toEqual(["customer-1"]);
    await fixture.simulator.control.advance(3_601);
    expect(fixture.receiver.types()).toHaveLength(2);
  });

  test("bad-signature: the SDK refuses it, then accepts the retry", async () => {
    fixture = await openStripeFixture({ webhooks: true });
    fixture.simulator.control.addWebhookFault({ kind: "bad-signature", times: 1 });
    fixture.receiver.answer(400);
    await addCustomers(1);
    fixture.receiver.answer(200);
    await fixture.simulator.control.advance(60);
    expect(fixture.receiver.received.map(({ event }) => event?.type ?? null)).toEqual([
      null,
      "customer.created",
    ]);
  });
});

test("signatures carry the real time even if the simulator is a month ahead", async () => {
  fixture = await openStripeFixture({ webhooks: true });
  await fixture.simulator.control.advance(30 * 86_400);
  await addCustomers(1);
  const [first] = fixture.receiver.received;
  expect(first?.event?.type).toBe("customer.created");
  const signedAt = Number(/t=(\d+)/.exec(first?.signature ?? "")?.[1]);
  expect((first?.event?.created ?? 0) - signedAt).toBeGreaterThan(29 * 86_400);
});
