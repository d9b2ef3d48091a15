import { Redis } from "ioredis";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { deepHealthView } from "#features/ops/contract.ts";
import { MARKET_NOW, seedMarket } from "../../support/market/market.ts";
import { randomIp } from "../../support/people/visitor.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { startOwnRedis } from "../../support/servers/redis.ts";
import type { OwnRedis } from "../../support/servers/redis.ts";
import { startTestWeb } from "../../support/servers/web.ts";

let database: TestDatabase;
let counters: OwnRedis;
let values: OwnRedis;

beforeAll(async () => {
  [database, counters, values] = await Promise.all([createTestDatabase(), startOwnRedis(), startOwnRedis()]);
  await seedMarket(database.db);
});
afterAll(async () => {
  await counters?.close();
  await values?.close();
  await database?.drop();
});

test("values and rate limits are in servers of their own, so that values cannot push out limits", async () => {
  const web = await startTestWeb({
    databaseUrl: database.url,
    redis: counters,
    cacheRedis: values,
    clock: { now: () => MARKET_NOW },
  });
  await fetch(`${web.url}/trpc/items.getAll`, { headers: { "x-forwarded-for": randomIp() } });
  const [inCounters, inValues] = [new Redis(counters.url), new Redis(values.url)];
  await expect.poll(async () => (await inValues.keys("*market:v7")).length).toBe(1);
  expect((await inCounters.keys("*limit:anonymousRead*")).length).toBe(1);
  expect([await inValues.keys("*limit*"), await inCounters.keys("*market*")]).toEqual([[], []]);
  inCounters.disconnect();
  inValues.disconnect();
  await web.close();
});

const checksOf = async (url: string) =>
  deepHealthView.parse(await (await fetch(`${url}/health/deep`)).json());

test("deep health asks both servers, and names the one that is away", async () => {
  const opts = { databaseUrl: database.url, redis: counters, clock: { now: () => MARKET_NOW } };
  const one = await startTestWeb(opts);
  onTestFinished(one.close);
  expect((await checksOf(one.url)).checks).toMatchObject({ redis: "ok", cache: "not_configured" });
  const web = await startTestWeb({ ...opts, cacheRedis: values });
  onTestFinished(web.close);
  expect((await checksOf(web.url)).checks).toMatchObject({ redis: "ok", cache: "ok" });
  await values.stop();
  await expect
    .poll(() => checksOf(web.url), { timeout: 5_000 })
    .toMatchObject({ status: "degraded", cause: "cache", checks: { redis: "ok", cache: "failing" } });
  await values.start();
  await expect
    .poll(() => checksOf(web.url), { timeout: 10_000 })
    .toMatchObject({ status: "ok", cause: null });
});
