import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { MARKET_NOW, seedMarket } from "../../support/market/market.ts";
import { sharedRedis, startOwnRedis } from "../../support/servers/redis.ts";
import type { OwnRedis, TestRedis } from "../../support/servers/redis.ts";
import { startTestWeb } from "../../support/servers/web.ts";
import type { TestWeb } from "../../support/servers/web.ts";

const BUDGET = 300;
let database: TestDatabase;
let own: OwnRedis;

beforeAll(async () => {
  database = await createTestDatabase();
  await seedMarket(database.db);
  own = await startOwnRedis();
});
afterAll(async () => {
  await own?.close();
  await database?.drop();
});

/** Starts a web process whose clock stands still unless a test moves it. */
async function freshWeb(redis: TestRedis = sharedRedis()) {
  let nowMs = MARKET_NOW.getTime();
  const web = await startTestWeb({ databaseUrl: database.url, redis, clock: { now: () => new Date(nowMs) } });
  onTestFinished(web.close);
  return { ...web, advanceS: (seconds: number) => (nowMs += seconds * 1_000) };
}

let callers = 0;
/** An IP address that no other test of this file uses. */
const newCaller = () => `203.0.113.${++callers}`;

type Call = { path?: string; forwardedFor: string };
const send = (web: TestWeb, { path = "latest?id=561", forwardedFor }: Call) =>
  fetch(`${web.url}/api/v1/osrs/${path}`, { headers: { "x-forwarded-for": forwardedFor } });

/** Sends requests one after the other; returns their statuses and the last answer, whose body is consumed. */
async function sendMany(web: TestWeb, times: number, of: (index: number) => Call) {
  const statuses: number[] = [];
  let last: Response | undefined;
  for (let index = 0; index < times; index++) {
    last = await send(web, of(index));
    await last.arrayBuffer();
    statuses.push(last.status);
  }
  return { statuses, last };
}
const passed = (statuses: readonly number[]) => statuses.filter((status) => status === 200).length;
const work = (index: number) => `timeseries?id=${index}&timestep=5m`;
const header = (response: Response | undefined, name: string) =>
  Number(response?.headers.get(name) ?? Number.NaN);

describe("an IP address has a number of requests per minute", () => {
  test("with headers for the remaining number and the waiting time", async () => {
    const web = await freshWeb();
    const forwardedFor = newCaller();
    const { statuses, last } = await sendMany(web, BUDGET, () => ({ forwardedFor }));
    expect(passed(statuses)).toBe(BUDGET);
    expect([header(last, "ratelimit-limit"), header(last, "ratelimit-remaining")]).toEqual([BUDGET, 0]);
    expect(last?.headers.get("ratelimit-policy")).toBe("300;w=60");

    const refused = await send(web, { forwardedFor });
    expect(refused.status).toBe(429);
    expect(await refused.json()).toEqual({
      error: {
        code: "rate_limited",
        message: expect.stringMatching(/^Too many requests .* try again in \d+ seconds?$/),
      },
    });
    expect(header(refused, "retry-after")).toBeGreaterThan(0);
    expect(header(refused, "retry-after")).toBeLessThanOrEqual(60);
    expect(header(refused, "retry-after")).toBe(header(refused, "ratelimit-reset"));
    expect(refused.headers.get("access-control-allow-origin")).toBe("*");
    expect(refused.headers.get("cache-control")).toBe("no-store");

    expect((await send(web, { forwardedFor: newCaller() })).status).toBe(200);
    web.advanceS(61);
    expect((await send(web, { forwardedFor })).status).toBe(200);
  });

  test("whatever X-Forwarded-For has before the address that the proxy saw", async () => {
    const web = await freshWeb();
    const caller = newCaller();
    const { statuses } = await sendMany(web, BUDGET + 20, (index) => ({
      forwardedFor: `198.51.100.${index % 250}, 10.0.0.${index % 250}, ${caller}`,
    }));
    expect(passed(statuses)).toBe(BUDGET);
  });

  test("counted by the /64 prefix of an IPv6 address", async () => {
    const web = await freshWeb();
    const { statuses } = await sendMany(web, BUDGET + 20, (index) => ({
      forwardedFor: `2001:db8:0:${callers}::${index.toString(16)}`,
    }));
    expect(passed(statuses)).toBe(BUDGET);
  });

  test("and invalid requests count too", async () => {
    const web = await freshWeb();
    const forwardedFor = newCaller();
    const { statuses } = await sendMany(web, BUDGET + 5, () => ({ path: "latest?id=x", forwardedFor }));
    expect(statuses.filter((status) => status === 400)).toHaveLength(BUDGET);
    expect(statuses.slice(BUDGET)).toEqual(Array(5).fill(429));
  });
});

describe("uncached calls share one budget across web processes", () => {
  test("with Redis", async () => {
    const [one, other] = [await freshWeb(), await freshWeb()];
    const forwardedFor = newCaller();
    const first = await sendMany(one, 200, (index) => ({ path: work(index), forwardedFor }));
    const second = await sendMany(other, 150, (index) => ({ path: work(index), forwardedFor }));
    expect([passed(first.statuses), passed(second.statuses)]).toEqual([200, 100]);
    expect(second.statuses.at(-1)).toBe(429);
  });

  test("but cached answers are counted per process, without Redis", async () => {
    const [one, other] = [await freshWeb(), await freshWeb()];
    const forwardedFor = newCaller();
    const first = await sendMany(one, 200, () => ({ forwardedFor }));
    const second = await sendMany(other, 200, () => ({ forwardedFor }));
    expect([passed(first.statuses), passed(second.statuses)]).toEqual([200, 200]);
  });
});

describe("without Redis", () => {
  test("each process counts on its own, and shares the budget again when Redis returns", async () => {
    const web = await freshWeb(own);
    const forwardedFor = newCaller();
    await own.stop();
    try {
      const { statuses } = await sendMany(web, BUDGET + 10, (index) => ({ path: work(index), forwardedFor }));
      expect(passed(statuses)).toBe(BUDGET);
      expect(statuses.slice(BUDGET)).toEqual(Array(10).fill(429));
    } finally {
      await own.start();
    }
    // After the pause that follows a failed call, both processes count in Redis again.
    const other = await freshWeb(own);
    const sharedAgain = async () => {
      web.advanceS(61);
      other.advanceS(61);
      const again = newCaller();
      const first = await send(web, { path: work(++itemId), forwardedFor: again });
      const second = await send(other, { path: work(++itemId), forwardedFor: again });
      return [header(first, "ratelimit-remaining"), header(second, "ratelimit-remaining")];
    };
    let itemId = 1_000;
    await expect.poll(sharedAgain, { timeout: 20_000, interval: 100 }).toEqual([BUDGET - 1, BUDGET - 2]);
  });
});
