import { afterAll, beforeAll, expect, test } from "vitest";
import { billing } from "#features/billing/feature.ts";
import type { WebDeps } from "#trpc/register.ts";
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

const asked = () => stripe.simulator.control.calls()["GET /v1/prices"] ?? 0;

/** The check that deep health makes, as processes make it: the account is the process's own. */
function checkAt() {
  const account = { ...stripe.account };
  let nowMs = 0;
  const deps = { billing: account, clock: { now: () => new Date(nowMs) } };
  return async (atMs: number) => {
    nowMs = atMs;
    return billing.healthChecks?.["stripe"]?.(deps as WebDeps);
  };
}

test("deep health asks Stripe", async () => {
  const web = await startTestWeb({
    databaseUrl: database.url,
    redis: sharedRedis(),
    clock: systemClock,
    stripeUrl: stripe.simulator.url,
  });
  const before = asked();
  const { checks } = (await (await fetch(`${web.url}/health/deep`)).json()) as { checks: object };
  expect(checks).toMatchObject({ stripe: "ok" });
  expect(asked()).toBe(before + 1);
  await web.close();
});

test("it asks at most once a minute, whoever asks", async () => {
  const checkedAt = checkAt();
  const before = asked();
  for (const atMs of [0, 0, 1_000, 30_000, 59_999]) expect(await checkedAt(atMs)).toBe("ok");
  expect(asked()).toBe(before + 1);
  expect(await checkedAt(60_000)).toBe("ok");
  expect(asked()).toBe(before + 2);
});

test("a failed look is not repeated sooner either", async () => {
  const checkedAt = checkAt();
  stripe.simulator.control.addFault({ endpoint: "GET /v1/prices", kind: "status", status: 500, times: 1 });
  const before = asked();
  for (const atMs of [0, 1_000, 59_999]) await expect(checkedAt(atMs)).rejects.toThrow();
  expect(asked()).toBe(before + 1);
  expect(await checkedAt(60_000)).toBe("ok");
});
