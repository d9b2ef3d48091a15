import { get } from "node:http";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { startFeedSimulator } from "./server.ts";
import type { FeedSimulator } from "./server.ts";

const AGENT = "GE-Metrics tests (contact@example.com)";
const ENDPOINTS = ["mapping", "latest", "5m", "1h", "24h", "timeseries"] as const;
const START_MS = Date.UTC(2026, 2, 4, 12, 10, 30);

let nowMs = START_MS;
let feed: FeedSimulator;
beforeEach(async () => {
  nowMs = START_MS;
  feed = await startFeedSimulator({ port: 0, seed: 7, now: () => nowMs, itemLimit: 120 });
});
afterEach(() => feed.close());

const ask = (path: string, headers: Record<string, string> = {}, signal?: AbortSignal) =>
  fetch(`${feed.url}/${path}`, {
    headers: { "user-agent": AGENT, ...headers },
    ...(signal === undefined ? {} : { signal }),
  });
const pathOf = (endpoint: string) => (endpoint === "timeseries" ? "timeseries?id=2&timestep=5m" : endpoint);
const stampOf = async (path: string): Promise<number> => (await (await ask(path)).json()).timestamp;
const secondsOf = (...at: [number, number, number, number?, number?]) => Date.UTC(...at) / 1000;

describe("the API", () => {
  test("answers every endpoint with JSON, marked as simulated", async () => {
    for (const endpoint of ENDPOINTS) {
      const response = await ask(pathOf(endpoint));
      expect([endpoint, response.status]).toEqual([endpoint, 200]);
      expect(response.headers.get("x-feed-source")).toBe("simulated");
      expect(response.headers.get("content-type")).toContain("application/json");
      const body = await response.json();
      if (endpoint === "mapping") expect(body).toHaveLength(120);
      else expect(Object.keys(body.data).length).toBeGreaterThan(0);
    }
  });

  test.each([
    ["nope", 404],
    ["", 404],
    ["5m?timestamp=301", 400],
    ["5m?timestamp=", 400],
    ["1h?timestamp=300", 400],
    ["24h?timestamp=3600", 400],
    ["1h?timestamp=-3600", 400],
    ["1h?timestamp=1e9", 400],
    ["latest?id=whip", 400],
    ["latest?id=", 400],
    ["timeseries", 400],
    ["timeseries?id=2", 400],
    ["timeseries?id=2&timestep=2h", 400],
    ["timeseries?id=2&timestep=toString", 400],
    ["timeseries?timestep=5m", 400],
  ])("refuses %s with %i and a plain message", async (path, status) => {
    const response = await ask(path);
    expect(response.status).toBe(status);
    expect(response.headers.get("content-type")).toContain("text/plain");
    expect(response.headers.get("x-feed-source")).toBe("simulated");
    expect(await response.text()).toMatch(/\w/);
  });

  test("refuses requests without a descriptive User-Agent", async () => {
    const bare = await new Promise<number | undefined>((resolve, reject) => {
      get(`${feed.url}/latest`, (response) => {
        response.resume();
        resolve(response.statusCode);
      }).once("error", reject);
    });
    expect(bare).toBe(400);
    for (const agent of ["node", "curl/8.5.0", "python-requests/2.31", "axios/1.7.2"]) {
      const response = await ask("latest", { "user-agent": agent });
      expect([agent, response.status]).toEqual([agent, 400]);
      expect(await response.text()).toContain("User-Agent");
    }
  });

  test("answers 304 to its own ETag until the content changes", async () => {
    const first = await ask("5m");
    const tag = first.headers.get("etag") ?? "";
    expect(tag).toMatch(/^"[^"]+"$/);
    const second = await ask("5m", { "if-none-match": `"other", ${tag}` });
    expect([second.status, await second.text()]).toEqual([304, ""]);
    expect(second.headers.get("etag")).toBe(tag);
    expect((await ask("5m", { "if-none-match": '"other"' })).status).toBe(200);
    nowMs += 300_000;
    expect((await ask("5m", { "if-none-match": tag })).status).toBe(200);
  });

  test("publishes buckets a little after their end", async () => {
    expect(await stampOf("5m")).toBe(secondsOf(2026, 2, 4, 12, 0));
    expect(await stampOf("1h")).toBe(secondsOf(2026, 2, 4, 11));
    expect(await stampOf("24h")).toBe(secondsOf(2026, 2, 3));
    nowMs = Date.UTC(2026, 2, 4, 13, 0, 59);
    expect([await stampOf("5m"), await stampOf("1h")]).toEqual([
      secondsOf(2026, 2, 4, 12, 50),
      secondsOf(2026, 2, 4, 11),
    ]);
    nowMs = Date.UTC(2026, 2, 4, 13, 1, 0);
    expect(await stampOf("5m")).toBe(secondsOf(2026, 2, 4, 12, 55));
    nowMs = Date.UTC(2026, 2, 4, 13, 2, 0);
    expect(await stampOf("1h")).toBe(secondsOf(2026, 2, 4, 12));
  });

  test("answers an old bucket as it was when it was current, and a future one as empty", async () => {
    const current = await (await ask("1h")).text();
    nowMs += 40 * 86_400_000;
    expect(await (await ask(`1h?timestamp=${secondsOf(2026, 2, 4, 11)}`)).text()).toBe(current);
    const future = secondsOf(2027, 0, 1);
    expect(await (await ask(`1h?timestamp=${future}`)).json()).toEqual({ data: {}, timestamp: future });
  });

  test("records the requests it received", async () => {
    await ask("latest?id=2", { "x-trace": "abc" });
    const log = feed.requests("latest");
    expect(log.count).toBe(1);
    expect(log.urls).toEqual(["/api/v1/osrs/latest?id=2"]);
    expect(log.lastHeaders?.["x-trace"]).toBe("abc");
    await ask("latest");
    expect([log.count, feed.requests("latest").count, feed.requests("5m").count]).toEqual([1, 2, 0]);
  });
});
