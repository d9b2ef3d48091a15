import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parseRetryAfterMs } from "./http-attempt.ts";
import { createUpstream } from "./upstream.ts";
import type { UpstreamOptions } from "./upstream.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const JSON_TYPE = { "content-type": "application/json; charset=utf-8" };
const ok: Handler = (_request, response) => response.writeHead(200, JSON_TYPE).end('{"data":{}}');
const status =
  (code: number, headers: Record<string, string> = {}): Handler =>
  (_request, response) =>
    response.writeHead(code, headers).end();

let server: Server;
let baseUrl: string;
let answers: Handler[];
let seen: IncomingMessage[];
let waits: number[];
let nowMs: number;

beforeEach(async () => {
  answers = [];
  seen = [];
  waits = [];
  nowMs = Date.UTC(2026, 8, 21);
  server = createServer((request, response) => {
    seen.push(request);
    (answers.shift() ?? ok)(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  baseUrl = `http://127.0.0.1:${address.port}/api`;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const never = new AbortController().signal;
const LIMITS = { answerTimeoutMs: 5_000, totalTimeoutMs: 10_000, maxBytes: 10_000 };
/** For servers that hang, so that the test need not wait long. */
const SHORT_LIMITS = { ...LIMITS, answerTimeoutMs: 200, totalTimeoutMs: 400 };
const open = (opts: Partial<UpstreamOptions> = {}) =>
  createUpstream({
    name: "the price feed",
    baseUrl,
    userAgent: "GE-Metrics test (test@example.org)",
    clock: { now: () => new Date(nowMs) },
    // Waiting advances the test's clock.
    sleep: async (ms) => {
      waits.push(ms);
      nowMs += ms;
    },
    random: () => 1,
    limits: LIMITS,
    ...opts,
  });
const get = (opts: Partial<UpstreamOptions> = {}) => open(opts).get("/latest", { signal: never });

describe("an answer", () => {
  it("is the parsed body with its etag and headers, and the request carries the user agent", async () => {
    answers = [
      (_r, response) =>
        response.writeHead(200, { ...JSON_TYPE, etag: '"a"', "x-feed-source": "simulated" }).end("[1]"),
    ];
    const answer = await get();
    expect(answer).toMatchObject({ kind: "fresh", body: [1], etag: '"a"' });
    expect(answer.kind === "fresh" && answer.header("x-feed-source")).toBe("simulated");
    expect(seen[0]?.url).toBe("/api/latest");
    expect(seen[0]?.headers["user-agent"]).toBe("GE-Metrics test (test@example.org)");
    expect(seen[0]?.headers).not.toHaveProperty("if-none-match");
  });

  it("is 'unchanged' when the etag still matches", async () => {
    answers = [
      (request, response) => response.writeHead(request.headers["if-none-match"] === '"a"' ? 304 : 200).end(),
    ];
    expect(await open().get("/latest", { signal: never, etag: '"a"' })).toEqual({ kind: "unchanged" });
  });

  it("may be compressed, and its size limit applies to the decoded body", async () => {
    const packed = (size: number): Handler => {
      const body = gzipSync(JSON.stringify("x".repeat(size)));
      return (_r, response) =>
        response.writeHead(200, { ...JSON_TYPE, "content-encoding": "gzip" }).end(body);
    };
    answers = [packed(9_000), packed(1_000_000)];
    expect(await get()).toMatchObject({ kind: "fresh", body: "x".repeat(9_000) });
    expect(await get()).toMatchObject({ kind: "failed", reason: "too_large" });
  });
});

describe("a failure", () => {
  const page: Handler = (_r, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end("<html>");
  const endless: Handler = (_r, response) => {
    response.writeHead(200, JSON_TYPE);
    const write = () => {
      while (response.write(" ".repeat(4_096)));
      response.once("drain", write);
    };
    write();
  };
  const trickle: Handler = (_r, response) => {
    response.writeHead(200, JSON_TYPE);
    const timer = setInterval(() => response.write(" "), 20);
    response.once("close", () => clearInterval(timer));
  };
  const cut: Handler = (_r, response) => {
    response.writeHead(200, { ...JSON_TYPE, "content-length": "500" }).write('{"data"');
    setTimeout(() => response.destroy(), 20);
  };
  const truncated: Handler = (_r, response) => response.writeHead(200, JSON_TYPE).end('{"data":{"2"');

  it.each<[string, Handler, string, number]>([
    ["a 500", status(500), "server_error", 3],
    ["a 429", status(429), "rate_limited", 3],
    ["a hang", () => undefined, "timeout", 3],
    ["a slow trickle", trickle, "timeout", 3],
    ["a connection that breaks off", cut, "network", 3],
    ["a truncated body", truncated, "broken_json", 3],
    ["a 404", status(404), "refused", 1],
    ["a redirect", status(302, { location: "http://127.0.0.1:1/" }), "refused", 1],
    ["a page with 200", page, "not_json", 1],
    ["an endless body", endless, "too_large", 1],
  ])("of %s has its reason, and is retried if a retry can help", async (_name, handler, reason, requests) => {
    answers = [handler, handler, handler, handler];
    const limits = reason === "timeout" ? SHORT_LIMITS : LIMITS;
    expect(await get({ limits })).toMatchObject({ kind: "failed", reason });
    expect(seen).toHaveLength(requests);
  });

  it("has a message for users", async () => {
    answers = [status(404), page];
    expect(await get()).toMatchObject({ message: "The price feed refused the request (404)." });
    expect(await get()).toMatchObject({ message: "The price feed sent a page instead of data." });
  });

  it("is returned when the server cannot be reached", async () => {
    const answer = await get({ baseUrl: "http://127.0.0.1:1" });
    expect(answer).toMatchObject({
      kind: "failed",
      reason: "network",
      message: "The price feed could not be reached.",
    });
  });

  it("is returned at once when the caller aborts", async () => {
    const stop = new AbortController();
    answers = [() => stop.abort()];
    expect(await open().get("/latest", { signal: stop.signal })).toMatchObject({ reason: "interrupted" });
  });
});

describe("retries", () => {
  it("wait longer each time, and return the first good answer", async () => {
    answers = [status(500), status(503), ok];
    expect(await get()).toMatchObject({ kind: "fresh" });
    expect(waits).toEqual([500, 1_000]);
  });

  it("add the server's Retry-After to the wait", async () => {
    answers = [status(429, { "retry-after": "3" }), ok];
    expect(await get()).toMatchObject({ kind: "fresh" });
    expect(waits).toEqual([3_500]);
  });

  it("send nothing while the server has asked for a long pause", async () => {
    const upstream = open();
    answers = [status(429, { "retry-after": "120" })];
    const first = await upstream.get("/latest", { signal: never });
    expect(first).toMatchObject({ reason: "rate_limited", waitMs: 120_000 });
    expect(await upstream.get("/5m", { signal: never })).toMatchObject({ reason: "rate_limited" });
    expect(seen).toHaveLength(1);
    nowMs += 120_000;
    expect(await upstream.get("/5m", { signal: never })).toMatchObject({ kind: "fresh" });
  });

  it("wait at most ten minutes", async () => {
    answers = [status(503, { "retry-after": "999999" })];
    expect(await get()).toMatchObject({ waitMs: 600_000 });
  });
});

describe("the breaker", () => {
  const opts = { attempts: 1, breaker: { failures: 2, pauseMs: 30_000 } };

  it("stops sending requests to a server that keeps failing, and probes it after the pause", async () => {
    const upstream = open(opts);
    const ask = () => upstream.get("/latest", { signal: never });
    answers = [status(500), status(500)];
    await ask();
    await ask();
    expect(await ask()).toMatchObject({
      reason: "paused",
      waitMs: 30_000,
      message: "The price feed keeps failing; trying again in 30 s.",
    });
    expect(seen).toHaveLength(2);
    nowMs += 30_000;
    expect(await ask()).toMatchObject({ kind: "fresh" });
  });

  it("learns nothing from a call that its caller gave up", async () => {
    const upstream = open(opts);
    const stop = new AbortController();
    answers = [status(500), () => stop.abort(), status(500)];
    await upstream.get("/latest", { signal: never });
    await upstream.get("/latest", { signal: stop.signal });
    await upstream.get("/latest", { signal: never });
    expect(await upstream.get("/latest", { signal: never })).toMatchObject({ reason: "paused" });
  });

  it("does not count a refusal as a failure", async () => {
    const upstream = open(opts);
    answers = [status(404), status(404), status(404)];
    for (let call = 0; call < 3; call++) await upstream.get("/24h", { signal: never });
    expect(await upstream.get("/latest", { signal: never })).toMatchObject({ kind: "fresh" });
  });
});

describe("parseRetryAfterMs", () => {
  it("parses seconds and dates, and nothing else", () => {
    expect(parseRetryAfterMs("120", nowMs)).toBe(120_000);
    expect(parseRetryAfterMs(new Date(nowMs + 5_000).toUTCString(), nowMs)).toBe(5_000);
    expect(parseRetryAfterMs(new Date(nowMs - 5_000).toUTCString(), nowMs)).toBe(0);
    expect(parseRetryAfterMs("soon", nowMs)).toBeNull();
    expect(parseRetryAfterMs(null, nowMs)).toBeNull();
  });
});
