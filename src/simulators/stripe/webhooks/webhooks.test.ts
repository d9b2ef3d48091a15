import { Stripe } from "stripe";
import { afterEach, describe, expect, test } from "vitest";

import { openLab, SECRET } from "#simulators/stripe/harness.ts";
import type { Lab } from "#simulators/stripe/harness.ts";
import { API_VERSION } from "#simulators/stripe/world.ts";
import { backoffS } from "./courier.ts";

let lab: Lab;
afterEach(() => lab.close());

const names = (count: number) => Array.from({ length: count }, (_, index) => `customer-${index}`);
async function addCustomers(count: number): Promise<string[]> {
  for (const name of names(count)) await lab.stripe.customers.create({ name });
  await lab.simulator.control.settle();
  return lab.mailbox.received.map(({ body }) => JSON.parse(body).data.object.name);
}

describe("an event", () => {
  test("is signed so that the SDK takes it, with the version, the request and what was before", async () => {
    lab = await openLab({ webhooks: true });
    const customer = await lab.stripe.customers.create(
      { name: "Zezima", metadata: { user: "7", old: "x" } },
      { idempotencyKey: "key-1" },
    );
    await lab.stripe.customers.update(customer.id, { name: "Durial", metadata: { old: "" } });
    await lab.simulator.control.settle();
    const [created, updated] = lab.mailbox.received.map(({ event }) => event);
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
    const again = await lab.stripe.events.retrieve(created?.id ?? "");
    expect(again).toMatchObject({ id: created?.id, pending_webhooks: 0 });
  });

  test("carries two signatures while a secret is rotated", async () => {
    lab = await openLab({ webhooks: true });
    lab.simulator.control.setWebhook(lab.mailbox.url, ["whsec_test_new", SECRET]);
    await addCustomers(1);
    const [{ event, body, signature } = { event: null, body: "", signature: "" }] = lab.mailbox.received;
    expect(event?.type).toBe("customer.created");
    expect(signature.match(/v1=/g)).toHaveLength(2);
    expect(lab.stripe.webhooks.constructEvent(body, signature, "whsec_test_new").id).toBe(event?.id);
    expect(() => lab.stripe.webhooks.constructEvent(body, signature, "whsec_other")).toThrow(/signature/i);
    expect(() => lab.stripe.webhooks.constructEvent(`${body} `, signature, SECRET)).toThrow(/signature/i);
  });

  test("goes to endpoints made over the API, for their types only", async () => {
    lab = await openLab();
    const endpoint = await lab.stripe.webhookEndpoints.create({
      url: lab.mailbox.url,
      enabled_events: ["customer.deleted"],
    });
    const { id } = await lab.stripe.customers.create({ name: "gone" });
    await lab.stripe.customers.del(id);
    await lab.simulator.control.settle();
    expect(lab.mailbox.received).toHaveLength(1);
    const { body, signature } = lab.mailbox.received[0] ?? { body: "", signature: "" };
    const event = lab.stripe.webhooks.constructEvent(body, signature, endpoint.secret ?? "");
    expect(event.type).toBe("customer.deleted");
    expect((await lab.stripe.webhookEndpoints.retrieve(endpoint.id)).secret).toBeUndefined();
  });
});

describe("a delivery that fails", () => {
  test("is tried again with growing waits for three days of simulated time, and no longer", async () => {
    lab = await openLab({ webhooks: true });
    lab.mailbox.answer(500);
    await addCustomers(1);
    expect(lab.mailbox.received).toHaveLength(1);
    await lab.simulator.control.advance(9);
    expect(lab.mailbox.received).toHaveLength(1);
    await lab.simulator.control.advance(4 * 86_400);
    const attempts = lab.simulator.control.attempts();
    const first = attempts[0]?.atS ?? 0;
    expect(attempts.map(({ number }) => number)).toEqual(attempts.map((_, index) => index + 1));
    attempts.slice(1).forEach(({ atS }, index) => {
      const wait = atS - (attempts[index]?.atS ?? 0);
      expect(Math.abs(wait - backoffS(index + 1))).toBeLessThanOrEqual(1);
    });
    const last = (attempts.at(-1)?.atS ?? 0) - first;
    expect(last).toBeLessThanOrEqual(3 * 86_400);
    expect(last).toBeGreaterThan(2.4 * 86_400);
    expect(new Set(lab.mailbox.received.map(({ event }) => event?.id)).size).toBe(1);
  });

  test("ends with the first 2xx, and can be sent again by hand", async () => {
    lab = await openLab({ webhooks: true });
    lab.mailbox.answer(503);
    await addCustomers(1);
    lab.mailbox.answer(204);
    await lab.simulator.control.advance(86_400);
    expect(lab.simulator.control.attempts().map(({ status }) => status)).toEqual([503, 204]);
    expect(lab.simulator.control.resend(lab.mailbox.received[0]?.event?.id ?? "")).toBe(true);
    await lab.simulator.control.settle();
    expect(lab.mailbox.received).toHaveLength(3);
  });

  test("includes one that never answers", async () => {
    lab = await openLab({ webhooks: true, webhookTimeoutMs: 150 });
    lab.mailbox.answer("hang");
    await addCustomers(1);
    expect(lab.simulator.control.attempts()).toMatchObject([{ status: 0, number: 1 }]);
    lab.mailbox.answer(200);
    await lab.simulator.control.advance(2 * 86_400);
    expect(lab.simulator.control.attempts().at(-1)?.status).toBe(200);
  });
});

describe("faults on the way", () => {
  const { length } = names(3);

  test("none: in order", async () => {
    lab = await openLab({ webhooks: true });
    expect(await addCustomers(length)).toEqual(names(3));
  });

  test("duplicate: the same event again", async () => {
    lab = await openLab({ webhooks: true });
    lab.simulator.control.addWebhookFault({ kind: "duplicate", copies: 2, times: 1 });
    expect(await addCustomers(2)).toEqual(["customer-0", "customer-0", "customer-0", "customer-1"]);
    expect(new Set(lab.mailbox.received.map(({ event }) => event?.id)).size).toBe(2);
  });

  test("drop: never sent, yet to be found in the list of events", async () => {
    lab = await openLab({ webhooks: true });
    lab.simulator.control.addWebhookFault({ kind: "drop", types: ["customer.*"], times: 1 });
    expect(await addCustomers(2)).toEqual(["customer-1"]);
    await lab.simulator.control.advance(4 * 86_400);
    expect(lab.mailbox.received).toHaveLength(1);
    expect((await lab.stripe.events.list({ type: "customer.created" })).data).toHaveLength(2);
  });

  test("reorder: the window comes in reverse", async () => {
    lab = await openLab({ webhooks: true });
    lab.simulator.control.addWebhookFault({ kind: "reorder", window: 3, times: 3 });
    expect(await addCustomers(4)).toEqual(["customer-2", "customer-1", "customer-0", "customer-3"]);
  });

  test("delay: after the time has passed on the simulator's clock", async () => {
    lab = await openLab({ webhooks: true });
    lab.simulator.control.addWebhookFault({ kind: "delay", delayS: 3_600, times: 1 });
    expect(await addCustomers(2)).toEqual(["customer-1"]);
    await lab.simulator.control.advance(3_601);
    expect(lab.mailbox.types()).toHaveLength(2);
  });

  test("bad-signature: refused by the SDK, then retried with the right one", async () => {
    lab = await openLab({ webhooks: true });
    lab.simulator.control.addWebhookFault({ kind: "bad-signature", times: 1 });
    lab.mailbox.answer(400);
    await addCustomers(1);
    lab.mailbox.answer(200);
    await lab.simulator.control.advance(60);
    expect(lab.mailbox.received.map(({ event }) => event?.type ?? null)).toEqual([null, "customer.created"]);
  });
});

test("signatures carry the world's time even when the simulator is a month ahead", async () => {
  lab = await openLab({ webhooks: true });
  await lab.simulator.control.advance(30 * 86_400);
  await addCustomers(1);
  const [first] = lab.mailbox.received;
  expect(first?.event?.type).toBe("customer.created");
  const signedAt = Number(/t=(\d+)/.exec(first?.signature ?? "")?.[1]);
  expect((first?.event?.created ?? 0) - signedAt).toBeGreaterThan(29 * 86_400);
});
