import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { deepHealthView } from "#features/ops/contract.ts";
import type { DeepHealthView } from "#features/ops/contract.ts";
import { marketState } from "#features/market/schema.ts";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { MARKET_NOW, seedMarket } from "../../support/market/market.ts";
import { startOwnRedis } from "../../support/servers/redis.ts";
import type { OwnRedis } from "../../support/servers/redis.ts";
import { startTestWeb } from "../../support/servers/web.ts";
import type { TestWeb } from "../../support/servers/web.ts";

let database: TestDatabase;
let redis: OwnRedis;

beforeAll(async () => {
  database = await createTestDatabase();
  await seedMarket(database.db);
  redis = await startOwnRedis();
});

afterAll(async () => {
  await redis?.close();
  await database?.drop();
});

/** A web process that has cached nothing yet. Its clock stands still unless `tick` moves it past every freshness. */
async function freshWeb(): Promise<TestWeb & { tick: () => void }> {
  let nowMs = MARKET_NOW.getTime();
  const web = await startTestWeb({ databaseUrl: database.url, redis, clock: { now: () => new Date(nowMs) } });
  onTestFinished(web.close);
  return { ...web, tick: () => (nowMs += 2_500) };
}

const names = async (web: TestWeb): Promise<string[]> => {
  const response = await web.query("items.getAll");
  expect(response.status).toBe(200);
  return ((await response.json()) as { result: { data: { columns: { name: string[] } } } }).result.data
    .columns.name;
};

const deepHealth = async (web: TestWeb): Promise<{ status: number; health: DeepHealthView }> => {
  const response = await fetch(`${web.url}/health/deep`);
  return { status: response.status, health: deepHealthView.parse(await response.json()) };
};

const ALL_WELL = { database: "ok", redis: "ok", priceFeed: "ok", stripe: "not_configured" };

describe("with Redis", () => {
  it("stopped, the site answers, deep health is degraded, and both recover by themselves", async () => {
    const web = await freshWeb();
    expect(await deepHealth(web)).toMatchObject({ status: 200, health: { status: "ok", checks: ALL_WELL } });
    await redis.stop();
    try {
      expect(await names(web)).toHaveLength(5);
      // Within a second the same is told again.
      await vi.waitFor(
        async () =>
          expect(await deepHealth(web)).toMatchObject({
            status: 503,
            health: { status: "degraded", checks: { ...ALL_WELL, redis: "failing" } },
          }),
        { timeout: 5_000, interval: 100 },
      );
      expect((await fetch(`${web.url}/health/ready`)).status).toBe(200);
    } finally {
      await redis.start();
    }
    web.tick();
    await vi.waitFor(async () => expect((await deepHealth(web)).status).toBe(200), {
      timeout: 10_000,
      interval: 100,
    });
    expect(await names(web)).toHaveLength(5);
  });

  it("stalled, only the first miss waits for the timeout", async () => {
    const web = await freshWeb();
    redis.freeze();
    try {
      expect(await names(web)).toHaveLength(5);
      const startedAt = performance.now();
      expect((await web.query("items.get", { id: 561 })).status).toBe(200);
      expect((await web.query("items.getPriceHistory", { itemId: 561, timestep: "1h" })).status).toBe(200);
      // Far from any limit of speed: a wait for Redis would be a quarter of a second each.
      expect(performance.now() - startedAt).toBeLessThan(10_000);
      expect((await deepHealth(web)).health.checks.redis).toBe("failing");
    } finally {
      redis.thaw();
    }
    await vi.waitFor(async () => expect((await deepHealth(web)).status).toBe(200), {
      timeout: 10_000,
      interval: 100,
    });
  });

  it("emptied, nothing is lost and it is filled again", async () => {
    const web = await freshWeb();
    await names(web);
    const direct = new Redis(redis.url);
    onTestFinished(() => direct.disconnect());
    await vi.waitFor(async () => expect(await direct.dbsize()).toBeGreaterThan(0));
    await direct.flushall();
    expect(await names(web)).toHaveLength(5);
    const other = await freshWeb();
    expect(await names(other)).toHaveLength(5);
    await vi.waitFor(async () => expect(await direct.dbsize()).toBeGreaterThan(0));
  });

  it("shared, a second process reads the market from it, and every key has a TTL", async () => {
    const first = await freshWeb();
    await names(first);
    const direct = new Redis(redis.url);
    onTestFinished(() => direct.disconnect());
    await vi.waitFor(async () => expect(await direct.keys("*:market:v7")).toHaveLength(1));
    for (const key of await direct.keys("*")) expect(await direct.ttl(key)).toBeGreaterThan(0);

    const [key = ""] = await direct.keys("*:market:v7");
    const stored = JSON.parse((await direct.get(key)) ?? "") as { value: { columns: { name: string[] } } };
    stored.value.columns.name[0] = "Read from Redis";
    await direct.set(key, JSON.stringify(stored), "EX", 60);
    expect(await names(await freshWeb())).toContain("Read from Redis");
    await direct.flushall();
  });
});

describe("a new tick", () => {
  it("has its own key; nothing is deleted", async () => {
    const web = await freshWeb();
    const version = async () => {
      const answer = (await (await web.query("items.getAll")).json()) as {
        result: { data: { version: number } };
      };
      return answer.result.data.version;
    };
    expect(await version()).toBe(7);
    await database.db.orm.update(marketState).set({ version: 8 });
    onTestFinished(async () => {
      await database.db.orm.update(marketState).set({ version: 7 });
    });
    await vi.waitFor(
      async () => {
        web.tick();
        expect(await version()).toBe(8);
      },
      { timeout: 10_000 },
    );
    const direct = new Redis(redis.url);
    onTestFinished(() => direct.disconnect());
    await vi.waitFor(async () => expect(await direct.keys("*:market:v*")).toHaveLength(2));
  });
});

describe("with the database away", () => {
  it("cached answers stay readable, others are a typed 503 without a stack", async () => {
    const own = await createTestDatabase();
    await seedMarket(own.db);
    let nowMs = MARKET_NOW.getTime();
    const web = await startTestWeb({ databaseUrl: own.url, redis, clock: { now: () => new Date(nowMs) } });
    onTestFinished(web.close);
    await names(web);
    await own.drop();
    nowMs += 5_000;
    expect(await names(web)).toHaveLength(5);
    const unread = await web.query("items.getPriceHistory", { itemId: 554, timestep: "24h" });
    expect(unread.status).toBe(503);
    expect(await unread.text()).not.toMatch(/node_modules|test_[0-9a-f]+/);
    expect((await deepHealth(web)).health.checks.database).toBe("failing");
    expect((await fetch(`${web.url}/health/live`)).status).toBe(200);
  });
});
