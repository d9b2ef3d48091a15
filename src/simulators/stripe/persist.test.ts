import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { addCustomer, openStripeFixture, createProPrices } from "./fixture.ts";

let folder: string;
let stateFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stripe-simulator-"));
  stateFile = join(folder, "stripe.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a subscription survives a restart, and tasks due meanwhile run at their own times", async () => {
  const startMs = Date.UTC(2026, 4, 1);
  const first = await openStripeFixture({ stateFile, now: () => startMs });
  const { monthly } = await createProPrices(first.stripe);
  const customer = await addCustomer(first.stripe);
  const { id } = await first.stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: monthly.id }],
  });
  await first.close();
  expect(readdirSync(folder)).toEqual(["stripe.json"]);

  const second = await openStripeFixture({ stateFile, now: () => Date.UTC(2026, 5, 3) });
  const renewed = await second.stripe.subscriptions.retrieve(id, { expand: ["latest_invoice"] });
  expect(renewed).toMatchObject({
    status: "active",
    latest_invoice: { created: Date.UTC(2026, 5, 1) / 1000, status: "paid" },
  });
  expect(renewed.items.data[0]?.current_period_end).toBe(Date.UTC(2026, 6, 1) / 1000);
  const other = await second.stripe.customers.create({});
  expect(other.id).not.toBe(customer.id);
  await second.close();
});

test("pending webhooks arrive after a restart, at the new URL", async () => {
  const first = await openStripeFixture({ stateFile, webhooks: true });
  first.receiver.answer(500);
  const { id } = await first.stripe.customers.create({});
  await first.simulator.control.settle();
  await first.close();
  const second = await openStripeFixture({ stateFile, webhooks: true });
  await second.simulator.control.advance(60);
  expect(second.receiver.received.map(({ event }) => event?.data.object)).toMatchObject([{ id }]);
  expect((await second.stripe.webhookEndpoints.list()).data).toMatchObject([{ url: second.receiver.url }]);
  await second.close();
});

test.each(["{", '{"version":99,"state":{}}', "null"])("a file that contains %s is renamed", async (text) => {
  writeFileSync(stateFile, text);
  const fixture = await openStripeFixture({ stateFile });
  expect((await fixture.stripe.customers.list()).data).toEqual([]);
  await fixture.close();
  expect(readFileSync(`${stateFile}.old`, "utf8")).toBe(text);
  expect(JSON.parse(readFileSync(stateFile, "utf8"))).toMatchObject({ version: 1 });
});
