import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase } from "../../support/servers/database.ts";
import type { TestDatabase } from "../../support/servers/database.ts";
import { MARKET_NOW } from "../../support/market/market.ts";
import { openConnection, statusesOf } from "../../support/http/raw-http.ts";
import { sharedRedis } from "../../support/servers/redis.ts";
import { startTestWeb } from "../../support/servers/web.ts";
import type { TestWeb } from "../../support/servers/web.ts";

let database: TestDatabase;
let web: TestWeb;
/** The requests that reached the handler. */
const reached: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  web = await startTestWeb({
    databaseUrl: database.url,
    redis: sharedRedis(),
    clock: { now: () => MARKET_NOW },
    next: (req, res) => {
      reached.push(`${req.method} ${req.url}`);
      res.end(`<${req.method} ${req.url}>`);
    },
  });
});
afterAll(async () => {
  await web?.close();
  await database?.drop();
});

const HOST = "Host: desk.example\r\n";
const CHUNKED = "Transfer-Encoding: chunked\r\n";
const SMUGGLED = `GET /smuggled HTTP/1.1\r\n${HOST}\r\n`;
const post = (headers: string, body = "") => `POST /page HTTP/1.1\r\n${HOST}${headers}\r\n${body}`;

const MESSAGES: readonly [what: string, message: string, status?: number][] = [
  ["a length and chunks", post(`Content-Length: 5\r\n${CHUNKED}`, "0\r\n\r\n")],
  ["chunks and a length", post(`${CHUNKED}Content-Length: 5\r\n`, "0\r\n\r\n")],
  ["two lengths", post("Content-Length: 0\r\nContent-Length: 43\r\n")],
  ["the same length twice", post("Content-Length: 5\r\nContent-Length: 5\r\n", "hello")],
  ["a list of lengths", post("Content-Length: 5, 5\r\n", "hello")],
  ["a length with a sign", post("Content-Length: +5\r\n", "hello")],
  ["a negative length", post("Content-Length: -5\r\n", "hello")],
  ["a space before the colon", post("Content-Length : 5\r\n", "hello")],
  ["a folded header", post("X-Note: one\r\n two\r\n")],
  ["a folded transfer coding", post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n")],
  ["bare line feeds", `GET / HTTP/1.1\nHost: desk.example\n\n`],
  ["a bare line feed between headers", post("X-One: 1\nX-Two: 2\r\n")],
  ["a bare carriage return between headers", post("X-One: 1\rX-Two: 2\r\n")],
  ["an unknown transfer coding", post("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")],
  ["chunked, identity", post("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n")],
  ["identity alone", post("Transfer-Encoding: identity\r\n")],
  ["gzip, chunked", post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")],
  ["chunked twice", post(`${CHUNKED}${CHUNKED}`, "0\r\n\r\n")],
  ["a control character before chunked", post("Transfer-Encoding: \u000Bchunked\r\n", "0\r\n\r\n")],
  ["chunks in HTTP/1.0", `POST /page HTTP/1.0\r\n${HOST}${CHUNKED}\r\n0\r\n\r\n`],
  ["another host's address as target", `GET http://evil.example/ HTTP/1.1\r\n${HOST}\r\n`],
  ["our address with a user as target", `GET http://evil.example@desk.example/ HTTP/1.1\r\n${HOST}\r\n`],
  ["our address and two hosts", `GET http://desk.example/ HTTP/1.1\r\n${HOST}Host: evil.example\r\n\r\n`],
  ["our address and no host", "GET http://desk.example/ HTTP/1.1\r\n\r\n"],
  ["our address and a path that folds", `GET http://desk.example/x/../trpc HTTP/1.1\r\n${HOST}\r\n`],
  ["our address and an empty segment", `GET http://desk.example//trpc/x HTTP/1.1\r\n${HOST}\r\n`],
  ["a target without a slash", `GET page HTTP/1.1\r\n${HOST}\r\n`],
  ["an asterisk as target", `GET * HTTP/1.1\r\n${HOST}\r\n`],
  ["a path that folds into another", `GET /x/../trpc/items.getAll HTTP/1.1\r\n${HOST}\r\n`],
  ["a path with coded dots", `POST /%2e%2e/trpc/auth.login HTTP/1.1\r\n${HOST}Content-Length: 0\r\n\r\n`],
  ["a path with a coded letter", `GET /%74rpc/items.getAll HTTP/1.1\r\n${HOST}\r\n`],
  ["a path with an empty segment", `GET /x//trpc/items.getAll HTTP/1.1\r\n${HOST}\r\n`],
  ["a fragment in the target", `GET /page#part HTTP/1.1\r\n${HOST}\r\n`],
  ["two hosts", `GET / HTTP/1.1\r\n${HOST}Host: evil.example\r\n\r\n`],
  ["the same host twice", `GET / HTTP/1.1\r\n${HOST}${HOST}\r\n`],
  ["no host", "GET / HTTP/1.1\r\n\r\n"],
  ["an empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n"],
  ["a host with a path", "GET / HTTP/1.1\r\nHost: desk.example/evil\r\n\r\n"],
  ["NUL in the target", `GET /a\0b HTTP/1.1\r\n${HOST}\r\n`],
  ["NUL in a header", `GET / HTTP/1.1\r\n${HOST}X-Note: a\0b\r\n\r\n`],
  ["a letter beyond ASCII in the target", `GET /caf\u00E9 HTTP/1.1\r\n${HOST}\r\n`],
  ["HTTP/0.9", "GET /\r\n\r\n"],
  ["HTTP/1.2", `GET / HTTP/1.2\r\n${HOST}\r\n`],
  ["the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
  ["a body on a read", `GET /page HTTP/1.1\r\n${HOST}Content-Length: 43\r\n\r\n`],
  ["chunks on a read", `GET /page HTTP/1.1\r\n${HOST}${CHUNKED}\r\n0\r\n\r\n`],
  ["a header without a name", post(": nothing\r\n")],
  ["a space in a header's name", post("X Note: 1\r\n")],
  ["a space before the first header", `GET / HTTP/1.1\r\n ${HOST}\r\n`],
  ["headers of more than 16 KB", post(`X-Note: ${"a".repeat(17_000)}\r\n`), 431],
  ["more than 100 headers", post(Array.from({ length: 101 }, (_, at) => `X-${at}: 1\r\n`).join("")), 431],
];

describe("a message with", () => {
  it.each(MESSAGES)(
    "%s is refused, and no handler sees what follows on the connection",
    async (_what, message, status = 400) => {
      reached.length = 0;
      const connection = await openConnection(web.url);
      connection.write(Buffer.from(message + SMUGGLED, "latin1"));
      const came = await connection.closed;
      expect(statusesOf(came), came).toEqual([status]);
      expect(came).toMatch(/\r\nConnection: close\r\n/i);
      expect(came).toMatch(/\r\nX-Content-Type-Options: nosniff\r\n/);
      const body = came.slice(came.indexOf("\r\n\r\n") + 4);
      expect(JSON.parse(body)).toMatchObject({ error: { message: expect.any(String) } });
      expect(reached).toEqual([]);
    },
  );
});

const CHUNKS: readonly [what: string, body: string][] = [
  ["a size in another notation", "0x5\r\nhello\r\n0\r\n\r\n"],
  ["bare line feeds", "5\nhello\n0\n\n"],
  ["a line feed in an extension", "5;a\nb\r\nhello\r\n0\r\n\r\n"],
  ["a size beyond all numbers", "fffffffffffffffff\r\n"],
  ["more than their size", "3\r\nhello\r\n0\r\n\r\n"],
  ["a length among their trailers", "0\r\nContent-Length: 5\r\n\r\n"],
];

describe("chunks with", () => {
  it.each(CHUNKS)("%s close the connection, and no handler sees what follows", async (_what, body) => {
    reached.length = 0;
    const connection = await openConnection(web.url);
    connection.write(
      `POST /trpc/items.get HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n${CHUNKED}\r\n${body}${SMUGGLED}`,
    );
    const came = await connection.closed;
    expect(
      statusesOf(came).every((status) => status >= 400 && status < 500),
      came,
    ).toBe(true);
    expect(statusesOf(came).length).toBeLessThan(2);
    expect(reached).toEqual([]);
  });
});

describe("two requests in a row", () => {
  it("are answered in order, each once", async () => {
    reached.length = 0;
    const connection = await openConnection(web.url);
    connection.write(post("Content-Length: 5\r\n", "hello"));
    connection.write(`GET /second HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`);
    const came = await connection.closed;
    expect(statusesOf(came)).toEqual([200, 200]);
    // The handler may begin with either, since both wait for their budget.
    expect(reached.toSorted()).toEqual(["GET /second", "POST /page"]);
    expect(came.match(/<(POST|GET) .*?>/g)).toEqual(["<POST /page>", "<GET /second>"]);
  });

  it("whose targets are in absolute form for our own host are answered by their paths", async () => {
    reached.length = 0;
    const connection = await openConnection(web.url);
    connection.write(`GET http://desk.example/first?a=1 HTTP/1.1\r\n${HOST}\r\n`);
    connection.write(`GET http://DESK.example:80/second HTTP/1.1\r\n${HOST}Connection: close\r\n\r\n`);
    const came = await connection.closed;
    expect(statusesOf(came)).toEqual([200, 200]);
    expect(came.match(/<(POST|GET) .*?>/g)).toEqual(["<GET /first?a=1>", "<GET /second>"]);
  });

  it("of which the second is malformed: its error is not sent as the answer to the first", async () => {
    const connection = await openConnection(web.url);
    // Deep health waits for PostgreSQL and Redis, so the second request is parsed before the first answer.
    connection.write(
      `GET /health/deep HTTP/1.1\r\n${HOST}\r\nGET / HTTP/1.1\r\n${HOST}${HOST}Content-Length: x\r\n\r\n`,
    );
    expect(statusesOf(await connection.closed)).not.toContain(400);
  });

  it("of which the first requests an upgrade: it is answered over HTTP/1.1, and the second is ignored", async () => {
    reached.length = 0;
    const connection = await openConnection(web.url);
    const upgrade = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n";
    connection.write(`GET /page HTTP/1.1\r\n${HOST}${upgrade}\r\n${SMUGGLED}`);
    const came = await connection.closed;
    expect(statusesOf(came)).toEqual([200]);
    expect(came).toMatch(/\r\nConnection: close\r\n/);
    expect(reached).toEqual(["GET /page"]);
  });

  it("through CONNECT, which is refused", async () => {
    reached.length = 0;
    const connection = await openConnection(web.url);
    connection.write(`CONNECT evil.example:443 HTTP/1.1\r\n${HOST}\r\n${SMUGGLED}`);
    expect(await connection.closed).not.toContain(" 200 ");
    expect(reached).toEqual([]);
  });
});
