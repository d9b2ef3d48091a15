import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { addCustomer, openLab, sellPro } from "./harness.ts";

let folder: string;
let stateFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stripe-simulator-"));
  stateFile = join(folder, "stripe.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a subscription outlives a restart, and what came due meanwhile happens at its own moment", async () => {
  const startMs = Date.UTC(2026, 4, 1);
  const first = await openLab({ stateFile, now: () => startMs });
  const { monthly } = await sellPro(first.stripe);
  const customer = await addCustomer(first.stripe);
  const { id } = await first.stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: monthly.id }],
  });
  await first.close();
  expect(readdirSync(folder)).toEqual(["stripe.json"]);

  const second = await openLab({ stateFile, now: () => Date.UTC(2026, 5, 3) });
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

test("webhooks that were on their way arrive after a restart, at the new address", async () => {
  const first = await openLab({ stateFile, webhooks: true });
  first.mailbox.answer(500);
  const { id } = await first.stripe.customers.create({});
  await first.simulator.control.settle();
  await first.close();
  const second = await openLab({ stateFile, webhooks: true });
  await second.simulator.control.advance(60);
  expect(second.mailbox.received.map(({ event }) => event?.data.object)).toMatchObject([{ id }]);
  expect((await second.stripe.webhookEndpoints.list()).data).toMatchObject([{ url: second.mailbox.url }]);
  await second.close();
});

test.each(["{", '{"version":99,"state":{}}', "null"])("a file that says %s is put aside", async (text) => {
  writeFileSync(stateFile, text);
  const lab = await openLab({ stateFile });
  expect((await lab.stripe.customers.list()).data).toEqual([]);
  await lab.close();
  expect(readFileSync(`${stateFile}.old`, "utf8")).toBe(text);
  expect(JSON.parse(readFileSync(stateFile, "utf8"))).toMatchObject({ version: 1 });
});
