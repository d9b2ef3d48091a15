import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { MARKET_NOW } from "../../support/market/market.ts";
import { openConnection, statusesOf } from "../../support/http/raw-http.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { startTestWeb } from "../../support/servers/web.ts";

const MAX = 50;
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(async () => {
  await database?.drop();
});

async function openWeb(trustedProxies: string) {
  const web = await startTestWeb({
    databaseUrl: database.url,
    redis: sharedRedis(),
    clock: { now: () => MARKET_NOW },
    trustedProxies,
  });
  onTestFinished(web.close);
  return web;
}

const ask = async (url: string): Promise<number[]> => {
  const connection = await openConnection(url);
  connection.write("GET /health HTTP/1.1\r\nHost: desk.example\r\nConnection: close\r\n\r\n");
  return statusesOf(await connection.closed);
};

it("a client has 50 connections at most, and one more when it closes one", async () => {
  const { url } = await openWeb("10.0.0.0/8");
  const held = await Promise.all(Array.from({ length: MAX }, () => openConnection(url)));
  expect(await ask(url)).toEqual([]);
  const [first] = held;
  first?.socket.end();
  await first?.closed;
  await expect.poll(() => ask(url)).toEqual([200]);
  for (const { socket } of held) socket.destroy();
});

it("a trusted proxy, which carries many clients, has no such bound", async () => {
  const { url } = await openWeb("127.0.0.0/8");
  const held = await Promise.all(Array.from({ length: MAX + 10 }, () => openConnection(url)));
  expect(await ask(url)).toEqual([200]);
  for (const { socket } of held) socket.destroy();
});
