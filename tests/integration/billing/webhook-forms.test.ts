import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { eventAbout, eventRows, signed, tickingClock } from "../../support/billing/billing.ts";
import { startTestStripe, WEBHOOK_SECRET } from "../../support/billing/stripe.ts";
import type { TestStripe } from "../../support/billing/stripe.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { startTestWeb } from "../../support/servers/web.ts";
import type { TestWeb } from "../../support/servers/web.ts";

const PATH = "/api/stripe/webhook";
const clock = tickingClock();
let database: TestDatabase;
let stripe: TestStripe;
let web: TestWeb;

beforeAll(async () => {
  [database, stripe] = await Promise.all([createTestDatabase({ max: 4 }), startTestStripe({ clock })]);
  web = await startTestWeb({
    databaseUrl: database.url,
    redis: sharedRedis(),
    clock,
    stripeUrl: stripe.simulator.url,
    webhookSecrets: [WEBHOOK_SECRET],
  });
});
afterAll(async () => {
  await web?.close();
  await stripe?.close();
  await database?.drop();
});
beforeEach(async () => {
  await database.db.sql`delete from stripe_events`;
  await database.db.sql`delete from pgboss.job`;
});

const post = async (
  { body, signature }: { body: Uint8Array; signature: string },
  path = PATH,
): Promise<{ status: number; answer: string }> => {
  const response = await fetch(`${web.url}${path}`, {
    method: "POST",
    body: Buffer.from(body),
    headers: { "content-type": "application/json", "stripe-signature": signature },
    redirect: "manual",
  });
  return { status: response.status, answer: await response.text() };
};

test("an event that is thin is noted as what it is, and answered 200 so that Stripe keeps the endpoint", async () => {
  const event = {
    id: "evt_test_65R9Ijk8dKEYZcXeRWn16R9A7j1FSQ3w3TGDPLLGSM4CW0",
    object: "v2.core.event",
    type: "v1.billing.meter.error_report_triggered",
    livemode: false,
    created: "2026-09-17T06:20:52.246Z",
    related_object: { id: "mtr_test_1", type: "billing.meter", url: "/v1/billing/meters/mtr_test_1" },
  };
  for (const one of [
    event,
    event,
    { ...event, id: "evt_ping", type: "v2.core.event_destination.ping", related_object: null },
  ]) {
    const { status, answer } = await post(signed(one, clock));
    expect([status, answer]).toEqual([200, expect.stringMatching(/thin event.*send snapshot events/)]);
  }
  expect(await eventRows(database.db)).toMatchObject([
    { id: event.id, type: event.type, deliveries: 2, state: "noted", known: false },
    { id: "evt_ping", deliveries: 1, state: "noted", known: false },
  ]);
  expect(await database.db.sql`select 1 from pgboss.job`).toEqual([]);
  const stranger = signed(event, clock, { secrets: ["whsec_of_somebody_else"] });
  expect(await post(stranger)).toMatchObject({
    status: 400,
    answer: expect.stringContaining("not signed by Stripe"),
  });
});

test("the path may end in a slash", async () => {
  const event = eventAbout("cus_of_a_slash");
  expect((await post(signed(event, clock), `${PATH}/`)).status).toBe(200);
  expect(await eventRows(database.db)).toMatchObject([{ id: event.id, state: "waiting" }]);
  expect((await post(signed(event, clock), `${PATH}//`)).status).toBe(400);
});
