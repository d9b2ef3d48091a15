import { afterAll, beforeAll, expect, test } from "vitest";
import { systemClock } from "#platform/clock.ts";
import { startTestStripe } from "../../support/billing/stripe.ts";
import type { TestStripe } from "../../support/billing/stripe.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { startTestWeb } from "../../support/servers/web.ts";

let database: TestDatabase;
let stripe: TestStripe;
beforeAll(async () => {
  [database, stripe] = await Promise.all([createTestDatabase(), startTestStripe()]);
});
afterAll(async () => {
  await stripe?.close();
  await database?.drop();
});

test("deep health asks Stripe at most once a minute, whoever asks", async () => {
  let nowMs = systemClock.now().getTime();
  const web = await startTestWeb({
    databaseUrl: database.url,
    redis: sharedRedis(),
    clock: { now: () => new Date(nowMs) },
    stripeUrl: stripe.simulator.url,
  });
  const asked = () => stripe.simulator.control.calls()["GET /v1/prices"] ?? 0;
  const before = asked();
  for (let turn = 0; turn < 4; turn++) {
    const { checks } = (await (await fetch(`${web.url}/health/deep`)).json()) as {
      checks: Record<string, string>;
    };
    expect(checks["stripe"]).toBe("ok");
    // Longer than the whole report is kept.
    await new Promise((resolve) => setTimeout(resolve, 1_010));
  }
  expect(asked()).toBe(before + 1);
  nowMs += 60_001;
  await fetch(`${web.url}/health/deep`);
  expect(asked()).toBe(before + 2);
  await web.close();
});
