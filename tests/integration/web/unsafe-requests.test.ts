import { once } from "node:events";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { MARKET_NOW } from "../../support/market/market.ts";
import { dribble, openConnection, statusesOf } from "../../support/http/raw-http.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { startTestWeb } from "../../support/servers/web.ts";
import type { WebLimits } from "#processes/web/server.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database?.drop());

type Seen = { reached: string[]; unfinished: Promise<boolean>; url: string };
const LARGE = Buffer.alloc(64 * 1024 * 1024);

async function open(limits: Partial<WebLimits> = {}, publicUrl?: string): Promise<Seen> {
  const reached: string[] = [];
  const cut = Promise.withResolvers<boolean>();
  const web = await startTestWeb({
    databaseUrl: database.url,
    redis: sharedRedis(),
    clock: { now: () => MARKET_NOW },
    limits,
    ...(publicUrl !== undefined && { publicUrl }),
    next: (req, res) => {
      reached.push(`${req.method} ${req.url}`);
      req.resume();
      if (req.url !== "/large") res.end("page");
      else res.once("close", () => cut.resolve(!res.writableFinished)).end(LARGE);
    },
  });
  onTestFinished(web.close);
  return { reached, unfinished: cut.promise, url: web.url };
}

const JSON_TYPE = { "content-type": "application/json" };
const HEAD = "POST /trpc/items.get HTTP/1.1\r\nHost: desk.example\r\nContent-Type: application/json\r\n";

describe("a mutation", () => {
  it("from another site's page is refused with a message before a handler sees it", async () => {
    const { url, reached } = await open({}, "https://desk.example");
    const post = (path: string, headers: Record<string, string>) =>
      fetch(url + path, { method: "POST", body: "{}", headers: { ...JSON_TYPE, ...headers } });
    const refused = await post("/trpc/auth.login?batch=1", { origin: "https://evil.example" });
    expect(refused.status).toBe(403);
    expect(refused.headers.get("access-control-allow-origin")).toBeNull();
    expect(await refused.json()).toEqual({
      error: {
        message: expect.stringContaining("another site"),
        code: -32_003,
        data: { code: "FORBIDDEN", httpStatus: 403, path: "auth.login", app: { code: "forbidden" } },
      },
    });
    expect((await post("/settings", { "sec-fetch-site": "same-site" })).status).toBe(403);
    expect(reached).toEqual([]);
    // 404: the check lets these through, and the procedure does not exist.
    expect((await post("/trpc/none.at", { origin: "https://desk.example" })).status).toBe(404);
    expect((await post("/trpc/none.at", {})).status).toBe(404);
    expect((await post("/settings", { "sec-fetch-site": "same-origin" })).status).toBe(200);
  });

  it.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonp",
    "",
  ])("of the type %j, which a form could send, is refused", async (type) => {
    const { url } = await open();
    const response = await fetch(`${url}/trpc/none.at`, {
      method: "POST",
      body: new Blob(["{}"]),
      headers: { "content-type": type },
    });
    expect(response.status).toBe(415);
    expect(await response.json()).toMatchObject({ error: { data: { code: "UNSUPPORTED_MEDIA_TYPE" } } });
  });

  it("as JSON passes, with or without a charset", async () => {
    const { url } = await open();
    for (const type of ["application/json", "application/json;charset=UTF-8"]) {
      const response = await fetch(`${url}/trpc/none.at`, {
        method: "POST",
        body: "{}",
        headers: { "content-type": type },
      });
      expect(response.status).toBe(404);
    }
  });
});

describe("a body", () => {
  it("over 64 KB is 413 at /trpc, with or without a Content-Length", async () => {
    const { url } = await open();
    const body = JSON.stringify({ note: "x".repeat(70_000) });
    const said = await fetch(`${url}/trpc/none.at`, { method: "POST", body, headers: JSON_TYPE });
    expect(said.status).toBe(413);
    const connection = await openConnection(url);
    const chunk = `${(70_000).toString(16)}\r\n${"x".repeat(70_000)}\r\n`;
    connection.write(
      `POST /trpc/auth.login HTTP/1.1\r\nHost: desk.example\r\nContent-Type: application/json\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}0\r\n\r\n`,
    );
    expect(statusesOf(await connection.closed)).toEqual([413]);
  });

  it("over 64 KB, or without a Content-Length, never reaches a page", async () => {
    const { url, reached } = await open();
    const large = await fetch(`${url}/settings`, { method: "POST", body: "x".repeat(70_000) });
    expect(large.status).toBe(413);
    const stream = new Blob(["x"]).stream();
    const unsaid = await fetch(`${url}/settings`, {
      method: "POST",
      body: stream,
      duplex: "half",
    } as RequestInit);
    expect(unsaid.status).toBe(411);
    expect(reached).toEqual([]);
  });

  it("without an end is cut off after a megabyte, whether or not a handler reads it", async () => {
    const { url } = await open();
    const connection = await openConnection(url);
    connection.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
    const chunk = `${(65_536).toString(16)}\r\n${"x".repeat(65_536)}\r\n`;
    let sent = 0;
    const pump = setInterval(() => {
      connection.write(chunk);
      sent += 1;
    }, 1);
    await connection.closed.finally(() => clearInterval(pump));
    expect(sent).toBeGreaterThan(10);
  });
});

const HURRY = {
  headersTimeout: 300,
  requestTimeout: 600,
  keepAliveTimeout: 100,
  connectionsCheckingInterval: 50,
} as const;

describe("a slow client", () => {
  it("that sends headers slowly gets 408 and is disconnected", async () => {
    const connection = await openConnection((await open(HURRY)).url);
    connection.write("GET / HTTP/1.1\r\nHost: desk.example\r\nX-Slow: ");
    const came = await dribble(connection, "a", 20);
    expect(statusesOf(came)).toEqual([408]);
    expect(came).toContain('"code":"timeout"');
  });

  it("that sends a body slowly gets 408 and is disconnected", async () => {
    const connection = await openConnection((await open(HURRY)).url);
    connection.write("POST /csp-report HTTP/1.1\r\nHost: desk.example\r\nContent-Length: 5000\r\n\r\n");
    expect(statusesOf(await dribble(connection, "a", 20))).toEqual([408]);
  });

  it("that sends nothing is disconnected", async () => {
    const connection = await openConnection((await open(HURRY)).url);
    expect(statusesOf(await connection.closed)).toEqual([408]);
  });

  it("that sends no further request is disconnected", async () => {
    const connection = await openConnection((await open(HURRY)).url);
    connection.write("GET /health HTTP/1.1\r\nHost: desk.example\r\n\r\n");
    expect(statusesOf(await connection.closed)).toEqual([200]);
  });

  it("that does not read its answer is disconnected", async () => {
    const { url, unfinished } = await open({ ...HURRY, silentMs: 300 });
    const connection = await openConnection(url);
    connection.socket.pause();
    connection.write("GET /large HTTP/1.1\r\nHost: desk.example\r\n\r\n");
    expect(await unfinished).toBe(true);
    connection.socket.destroy();
  });

  it("does not delay others", async () => {
    const { url } = await open();
    const slow = await Promise.all(Array.from({ length: 200 }, () => openConnection(url)));
    for (const { write } of slow) write("GET / HTTP/1.1\r\nHost: desk.example\r\nX-Slow: ");
    expect((await fetch(`${url}/health`)).status).toBe(200);
    for (const { socket } of slow) socket.destroy();
  });
});

it("connections over the limit are refused", async () => {
  const { url } = await open({ maxConnections: 5 });
  const held = await Promise.all(Array.from({ length: 5 }, () => openConnection(url)));
  const one = await openConnection(url);
  expect(await one.closed).toBe("");
  held[0]?.socket.destroy();
  await held[0]?.closed;
  await expect
    .poll(async () => {
      const connection = await openConnection(url);
      connection.write("GET /health HTTP/1.1\r\nHost: desk.example\r\nConnection: close\r\n\r\n");
      return statusesOf(await connection.closed);
    })
    .toEqual([200]);
  for (const { socket } of held) socket.destroy();
  await Promise.all(held.map(({ socket }) => (socket.closed ? undefined : once(socket, "close"))));
});

describe("a page", () => {
  it.each(["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"])(
    "refuses the method %s before a handler sees it",
    async (method) => {
      const { url, reached } = await open();
      const connection = await openConnection(url);
      connection.write(`${method} / HTTP/1.1\r\nHost: desk.example\r\nConnection: close\r\n\r\n`);
      const came = await connection.closed;
      expect(statusesOf(came)).toEqual([405]);
      expect(came).toContain("Allow: GET, HEAD, POST");
      expect(reached).toEqual([]);
    },
  );
});
