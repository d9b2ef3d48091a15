import { describe, expect, test } from "vitest";
import type { CreatedApiKey } from "#features/api/contract.ts";
import { API_KEY_CACHE_S } from "#features/api/rules/unlocked-keys.ts";
import type { Timestep } from "#features/history/contract.ts";
import { historyDays } from "#features/history/rules/allowances.ts";
import { storeBuckets } from "#features/history/store/store-buckets.ts";
import { WIKI_POINTS } from "#features/api/rules/history-endpoints.ts";
import { apiKeyPolicy, wrongKeyPolicy } from "#features/api/policies.ts";
import { anonymousReadPolicy } from "#platform/limits/policies.ts";
import { seedMember } from "../../support/people/seed-users.ts";
import { DAY_MS, ITEM, hold, useBillingSites } from "../../support/billing/billing-sites.ts";
import { randomIp } from "../../support/people/visitor.ts";

const shop = useBillingSites();
const UNKNOWN = `gem_${"x".repeat(43)}`;

async function proMember() {
  const member = await seedMember(shop.selling, shop.db);
  await hold(shop.db, member.userId, { status: "active", plan: "pro" });
  const makeKey = async () => (await member.tell("apiKeys.create", { name: "bot" })).data as CreatedApiKey;
  return { ...member, makeKey };
}

const bearer = (key: string) => ({ authorization: `Bearer ${key}` });
const ask = (path: string, headers: Record<string, string> = {}, web = shop.selling) =>
  fetch(`${web.url}/api/v1/osrs/${path}`, { headers: { "x-forwarded-for": randomIp(), ...headers } });
type Point = { timestamp: number };
const pointsOf = async (response: Response): Promise<Point[]> => {
  expect(response.status).toBe(200);
  return ((await response.json()) as { data: Point[] }).data;
};
const errorOf = async (response: Response) => ((await response.json()) as { error: unknown }).error;

const rowOf = (itemId: number) => ({ itemId, avgHigh: 110, avgLow: 100, highVolume: 3, lowVolume: 2 });

const since = () => `timeseries?id=${ITEM}&timestep=24h&from=${shop.begin / 1_000}`;
const reachS = () => shop.reach / 1_000;
const older = (points: readonly Point[]) => points.filter(({ timestamp }) => timestamp < reachS());
const lastUse = async (id: string) => {
  const [row] = await shop.db.sql<{ at: Date | null }[]>`
    select last_used_at as at from api_keys where id = ${id}`;
  return row?.at?.getTime() ?? null;
};

describe("a key of a Pro user", () => {
  test("gives all history, in either header, and never to other callers", async () => {
    const { key } = await (await proMember()).makeKey();
    for (const _ of [1, 2]) {
      const clipped = await ask(since());
      expect(clipped.headers.get("vary")).toMatch(/Authorization, X-API-Key/);
      const points = await pointsOf(clipped);
      expect([points.length > 50, older(points)]).toEqual([true, []]);
      for (const headers of [bearer(key), { "x-api-key": key }]) {
        const full = await ask(since(), headers);
        expect(full.headers.get("cache-control")).toMatch(/^private/);
        expect(older(await pointsOf(full)).length).toBeGreaterThan(50);
      }
    }
  });

  test("reaches past the free history without `from` too, and with `to`", async () => {
    const { key } = await (await proMember()).makeKey();
    const plain = `timeseries?id=${ITEM}&timestep=24h`;
    const open = await pointsOf(await ask(plain));
    expect([open.length > 250, older(open)]).toEqual([true, []]);
    const full = await pointsOf(await ask(plain, bearer(key)));
    expect([full.length, older(full).length > 10]).toEqual([WIKI_POINTS, true]);
    const until = `${plain}&to=${(shop.reach - 10 * DAY_MS) / 1_000}`;
    expect(await pointsOf(await ask(until))).toEqual([]);
    expect((await pointsOf(await ask(until, bearer(key)))).length).toBeGreaterThan(50);
  });

  test.each<[Timestep, days: number[], free: number[]]>([
    ["1h", [410, 370, 300, 1], [300, 1]],
    ["24h", [380, 370, 300, 1], [300, 1]],
  ])(
    "lets the %s series of a rarely traded item reach past the free history, across empty buckets",
    async (step, days, free) => {
      const itemId = step === "1h" ? 901 : 902;
      const { key } = await (await proMember()).makeKey();
      const [today, rows] = [shop.reach + historyDays.free * DAY_MS, [rowOf(itemId)]];
      const buckets = days.map((back) => ({ bucketAtMs: today - back * DAY_MS, rows }));
      await storeBuckets({ sql: shop.db.sql, clock: shop.clock }, { step, buckets, origin: "import" });
      const daysBack = async (headers = {}, web = shop.selling) =>
        (await pointsOf(await ask(`timeseries?id=${itemId}&timestep=${step}`, headers, web))).map(
          ({ timestamp }) => (today - timestamp * 1_000) / DAY_MS,
        );
      for (const _ of [1, 2]) {
        expect(await daysBack()).toEqual(free);
        expect(await daysBack(bearer(key))).toEqual(days);
        expect(await daysBack({}, shop.free)).toEqual(days);
      }
    },
  );

  test("gives buckets of any age; without one those older than the free history are refused", async () => {
    const { key } = await (await proMember()).makeKey();
    const old = `24h?timestamp=${shop.begin / 1_000}`;
    for (const _ of [1, 2]) {
      const refused = await ask(old);
      expect([refused.status, await errorOf(refused)]).toEqual([
        403,
        {
          code: "plan_required",
          message: expect.stringMatching(/allows 365 days\. Pro/),
          upgradeUrl: "/plans",
        },
      ]);
      const open = await ask(old, bearer(key));
      expect(open.headers.get("cache-control")).toMatch(/^private/);
      expect(Object.keys(((await open.json()) as { data: object }).data).length).toBeGreaterThan(0);
      expect((await ask(`24h?timestamp=${reachS()}`)).status).toBe(200);
      expect((await ask(old, {}, shop.free)).status).toBe(200);
    }
  });

  test("is charged to its user's rate limit, which all the user's keys share", async () => {
    const pro = await proMember();
    const [one, other] = [await pro.makeKey(), await pro.makeKey()];
    const left = async (key: string) => {
      const { headers } = await ask(since(), bearer(key));
      return [headers.get("ratelimit-limit"), headers.get("ratelimit-remaining")];
    };
    const { points } = apiKeyPolicy;
    expect(await left(one.key)).toEqual([String(points), String(points - 1)]);
    expect(await left(other.key)).toEqual([String(points), String(points - 2)]);
    const { headers } = await ask(since());
    expect(headers.get("ratelimit-limit")).toBe(String(anonymousReadPolicy.points));
  });

  test("records its last use, at most once a minute", async () => {
    const { key, id } = await (await proMember()).makeKey();
    expect(await lastUse(id)).toBeNull();
    await ask(since(), bearer(key));
    const first = await lastUse(id);
    expect(first).toBe(shop.clock.now().getTime());
    shop.clock.advanceMs(30_000);
    await ask(since(), bearer(key));
    expect(await lastUse(id)).toBe(first);
    shop.clock.advanceMs(31_000);
    await ask(since(), bearer(key));
    expect(await lastUse(id)).toBe((first ?? 0) + 61_000);
  });

  test("is locked when the plan ends, unlocked when it returns, and unknown when deleted", async () => {
    const pro = await proMember();
    const { key, id } = await pro.makeKey();
    expect((await ask(since(), bearer(key))).status).toBe(200);
    await hold(shop.db, pro.userId, { status: "canceled", plan: "pro" });
    shop.clock.advanceMs(11_000);
    const locked = await ask(since(), bearer(key));
    expect(locked.status).toBe(403);
    expect(await errorOf(locked)).toEqual({
      code: "plan_required",
      message: expect.stringMatching(/^API keys: your plan allows 0\. .*Plans$/),
      upgradeUrl: "/plans",
    });
    await hold(shop.db, pro.userId, { status: "active", plan: "pro" });
    shop.clock.advanceMs(11_000);
    expect((await ask(since(), bearer(key))).status).toBe(200);
    await pro.tell("apiKeys.delete", { id });
    shop.clock.advanceMs(11_000);
    expect((await ask(since(), bearer(key))).status).toBe(401);
  });
});

test("every process refuses deleted API keys after API_KEY_CACHE_S", async () => {
  const pro = await proMember();
  const made = await Promise.all(Array.from({ length: 5 }, () => pro.makeKey()));
  const statuses = () =>
    Promise.all(
      [shop.selling, shop.free].flatMap((web) =>
        made.map(async ({ key }) => (await ask("latest?id=561", bearer(key), web)).status),
      ),
    );
  expect(new Set(await statuses())).not.toContain(401);
  for (const { id } of made) await pro.tell("apiKeys.delete", { id });
  shop.clock.advanceMs(API_KEY_CACHE_S * 1_000);
  expect(new Set(await statuses())).toEqual(new Set([401]));
});

test("API keys of a locked account are answered as unknown until the account is unlocked", async () => {
  const pro = await proMember();
  const { key, id } = await pro.makeKey();
  const answer = async (sent: string) => {
    const response = await ask(since(), bearer(sent));
    return [response.status, response.headers.get("cache-control"), await response.json()];
  };
  expect((await ask(since(), bearer(key))).status).toBe(200);
  const used = await lastUse(id);
  await shop.db.sql`update users set locked_at = now() where id = ${pro.userId}`;
  shop.clock.advanceMs(API_KEY_CACHE_S * 1_000 + 60_000);
  const refused = await answer(key);
  expect(refused).toEqual(await answer(UNKNOWN));
  expect([refused[0], await lastUse(id)]).toEqual([401, used]);
  await shop.db.sql`update users set locked_at = null where id = ${pro.userId}`;
  shop.clock.advanceMs(API_KEY_CACHE_S * 1_000);
  expect((await ask(since(), bearer(key))).status).toBe(200);
});

describe("an unknown API key", () => {
  test.each([
    ["of the right shape", bearer(UNKNOWN)],
    ["of another shape", { "x-api-key": "let me in" }],
    ["that is empty", { authorization: "Bearer " }],
  ])("%s is refused with a message", async (_, headers) => {
    const refused = await ask("latest", headers);
    expect(refused.status).toBe(401);
    expect(refused.headers.get("access-control-allow-origin")).toBe("*");
    expect(refused.headers.get("cache-control")).toBe("no-store");
    expect(await errorOf(refused)).toEqual({
      code: "unauthenticated",
      message: expect.stringMatching(/^This API key is unknown/),
    });
  });

  test("can be tried so often from one address, which its neighbours do not feel", async () => {
    const from = randomIp();
    const statuses: number[] = [];
    for (let index = 0; index < wrongKeyPolicy.points + 3; index++) {
      const guess = bearer(`gem_${String(index).padStart(43, "0")}`);
      const answer = await ask("latest", { ...guess, "x-forwarded-for": from });
      statuses.push(answer.status);
      if (answer.status === 429) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    const { points } = wrongKeyPolicy;
    expect(statuses.filter((status) => status === 401)).toHaveLength(points);
    expect(statuses.slice(points)).toEqual([429, 429, 429]);
    expect((await ask("latest", bearer(UNKNOWN))).status).toBe(401);
    expect((await ask(since(), { "x-forwarded-for": from })).status).toBe(200);
  });

  test("is not looked for in other Authorization schemes", async () => {
    expect((await ask(since(), { authorization: "Basic YTpi" })).status).toBe(200);
  });
});

test("a page of another site may send its key", async () => {
  const told = await fetch(`${shop.selling.url}/api/v1/osrs/latest`, { method: "OPTIONS" });
  const allowed = told.headers.get("access-control-allow-headers") ?? "";
  expect(allowed.split(",").map((name) => name.trim())).toContain("Authorization");
});

test("where nothing is sold, all of it is open without a key", async () => {
  const open = await ask(since(), {}, shop.free);
  expect(open.headers.get("cache-control")).toMatch(/^public/);
  expect(older(await pointsOf(open)).length).toBeGreaterThan(50);
});
