import { afterAll, beforeAll, expect, test } from "vitest";
import { GET, HEAD, OPTIONS } from "#app/api/v1/osrs/[endpoint]/route.ts";
import { POST as callTrpc, GET as readTrpc } from "#app/trpc/[trpc]/route.ts";
import { openWebRuntime } from "#server/deps.ts";
import type { WebRuntime } from "#server/deps.ts";
import { createTestDatabase } from "../../support/database.ts";
import type { TestDatabase } from "../../support/database.ts";
import { MARKET_NOW, seedMarket } from "../../support/market.ts";
import { sharedRedis } from "../../support/redis.ts";

/** Where a host calls the route itself, the process's runtime is made by the first request; here by the test. */
const scope = globalThis as typeof globalThis & { geMetricsWeb?: WebRuntime };
let database: TestDatabase;
let runtime: WebRuntime;

beforeAll(async () => {
  database = await createTestDatabase();
  await seedMarket(database.db);
  const redis = sharedRedis();
  runtime = openWebRuntime(
    {
      NODE_ENV: "test",
      LOG_LEVEL: "silent",
      DATABASE_URL: database.url,
      AUTH_SECRETS: ["test-secret-test-secret-test-secret"],
      PUBLIC_URL: "http://127.0.0.1",
      PORT: 0,
      UPSTASH_REDIS_REST_URL: redis.restUrl,
      UPSTASH_REDIS_REST_TOKEN: redis.restToken,
      REDIS_TIMEOUT_MS: 10_000,
      TRUSTED_PROXIES: "127.0.0.0/8, ::1",
      ICON_BASE_URL: "http://127.0.0.1/",
    },
    { now: () => MARKET_NOW },
  );
  scope.geMetricsWeb = runtime;
});
afterAll(async () => {
  delete scope.geMetricsWeb;
  await runtime?.close();
  await database?.drop();
});

const request = (path: string, caller: string, headers: Record<string, string> = {}, method = "GET") =>
  new Request(`https://desk.example/api/v1/osrs/${path}`, {
    method,
    headers: { "x-forwarded-for": caller, ...headers },
  });

test("the route answers as the web process does: bytes, 304, HEAD, preflight, refusals", async () => {
  const whole = await GET(request("latest?id=561", "203.0.113.1"));
  expect(whole.status).toBe(200);
  expect(whole.headers.get("access-control-allow-origin")).toBe("*");
  expect(whole.headers.get("cache-control")).toMatch(/^public, .*s-maxage=5/);
  expect(await whole.json()).toMatchObject({ data: { "561": { high: 110, low: 100 } } });

  const etag = whole.headers.get("etag") ?? "";
  const again = await GET(request("latest?id=561", "203.0.113.1", { "if-none-match": `"other", W/${etag}` }));
  expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", etag]);
  const head = await HEAD(request("latest?id=561", "203.0.113.1", {}, "HEAD"));
  expect([head.status, await head.text(), head.headers.get("etag")]).toEqual([200, "", etag]);
  const preflight = await OPTIONS(request("latest", "203.0.113.1", {}, "OPTIONS"));
  expect([preflight.status, preflight.headers.get("access-control-allow-methods")]).toEqual([
    204,
    "GET, HEAD, OPTIONS",
  ]);
  expect((await GET(request("latest?id=x", "203.0.113.1"))).status).toBe(400);
  expect((await GET(request("none", "203.0.113.1"))).status).toBe(404);
});

test("each answer is work: charged in Redis to the right-most address", async () => {
  const statuses: number[] = [];
  for (let index = 0; index < 305; index++) {
    const response = await GET(request("latest?id=561", `198.51.100.${index % 200}, 203.0.113.2`));
    statuses.push(response.status);
    if (index === 304) {
      expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
      expect(response.headers.get("ratelimit-remaining")).toBe("0");
    }
  }
  expect(statuses.filter((status) => status === 200)).toHaveLength(300);
  expect((await GET(request("latest?id=561", "203.0.113.3"))).status).toBe(200);
});

test("a key is looked at here as well", async () => {
  const caller = "203.0.113.77";
  const refused = await GET(request("latest", caller, { "x-api-key": "gem_unknown" }));
  expect([refused.status, (await refused.json()).error.code]).toEqual([401, "unauthenticated"]);
  const last = async () => GET(request("latest", caller, { authorization: "Bearer gem_unknown" }));
  for (let tried = 1; tried < 60; tried++) expect((await last()).status).toBe(401);
  const tooMany = await last();
  expect([tooMany.status, Number(tooMany.headers.get("retry-after")) > 0]).toEqual([429, true]);
});

const trpc = (headers: Record<string, string>, body = "{}") =>
  callTrpc(
    new Request("https://desk.example/trpc/auth.logout", {
      method: "POST",
      body,
      headers: { host: "desk.example", "content-length": String(body.length), ...headers },
    }),
  );
const JSON_TYPE = { "content-type": "application/json" };

test("a mutation passes the same door as in the web process", async () => {
  expect((await trpc({ ...JSON_TYPE, origin: "https://evil.example" })).status).toBe(403);
  expect((await trpc({ ...JSON_TYPE, "sec-fetch-site": "cross-site" })).status).toBe(403);
  expect((await trpc({ "content-type": "text/plain" })).status).toBe(415);
  expect((await trpc(JSON_TYPE, `"${"x".repeat(70_000)}"`)).status).toBe(413);
  expect((await trpc({ ...JSON_TYPE, origin: "https://desk.example" })).status).toBe(200);
});

test("behind a server of our own the routes answer nobody: who gets here went round it", async () => {
  scope.geMetricsWeb = { ...runtime, hasServer: true };
  try {
    const spoofed = { "x-forwarded-for": "203.0.113.5" };
    expect((await GET(request("latest", "203.0.113.5"))).status).toBe(404);
    const read = new Request("https://desk.example/trpc/items.getStatus", { headers: spoofed });
    expect((await readTrpc(read)).status).toBe(404);
  } finally {
    scope.geMetricsWeb = runtime;
  }
});
