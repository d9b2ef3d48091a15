import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { ENDPOINTS, parseFault } from "./faults.ts";
import { startFeedSimulator } from "./server.ts";
import type { FeedSimulator } from "./server.ts";

const START_MS = Date.UTC(2026, 2, 4, 12, 10, 30);
let nowMs = START_MS;
let feed: FeedSimulator;
beforeEach(async () => {
  nowMs = START_MS;
  feed = await startFeedSimulator({ port: 0, seed: 7, now: () => nowMs, itemLimit: 300 });
});
afterEach(() => feed.close());

const agent = { "user-agent": "GE-Metrics tests (contact@example.com)" };
const ask = (path: string) => fetch(`${feed.url}/${path}`, { headers: agent });
const bodyOf = async (path: string) => (await ask(path)).json();

describe("a fault", () => {
  test("affects one endpoint and ends when it is cleared", async () => {
    feed.setFault("5m", { kind: "status", status: 500 });
    expect([(await ask("5m")).status, (await ask("1h")).status]).toEqual([500, 200]);
    feed.setFault("5m", null);
    expect((await ask("5m")).status).toBe(200);
    feed.setFault("5m", { kind: "status", status: 500 });
    feed.setFault("1h", { kind: "status", status: 500 });
    feed.clearFaults();
    expect([(await ask("5m")).status, (await ask("1h")).status]).toEqual([200, 200]);
  });

  test("ends after the given number of requests", async () => {
    feed.setFault("latest", { kind: "status", status: 429, retryAfterS: 7, times: 2 });
    const first = await ask("latest");
    expect([first.status, first.headers.get("retry-after")]).toEqual([429, "7"]);
    expect([(await ask("latest")).status, (await ask("latest")).status]).toEqual([429, 200]);
  });

  test("hang: never answers, and does not keep the simulator from closing", async () => {
    feed.setFault("latest", { kind: "hang" });
    const signal = AbortSignal.timeout(150);
    await expect(fetch(`${feed.url}/latest`, { headers: agent, signal })).rejects.toThrow(/timeout/i);
    const open = ask("latest").then(
      () => "answered",
      () => "cut",
    );
    await expect.poll(() => feed.requests("latest").count).toBe(2);
    await feed.close();
    expect(await open).toBe("cut");
  });

  test("trickle: sends the right body slowly", async () => {
    const whole = await (await ask("latest?id=2")).text();
    feed.setFault("latest", { kind: "trickle", bytesPerS: 300 });
    const startedMs = performance.now();
    const response = await ask("latest?id=2");
    expect(await response.text()).toBe(whole);
    expect(performance.now() - startedMs).toBeGreaterThan(150);
  });

  test("html: sends a page with 200", async () => {
    feed.setFault("mapping", { kind: "html" });
    const response = await ask("mapping");
    expect([response.status, response.headers.get("content-type")]).toEqual([
      200,
      "text/html; charset=utf-8",
    ]);
    expect(await response.text()).toMatch(/^<!DOCTYPE html>/);
  });

  test("truncated: sends JSON without its end", async () => {
    const whole = await (await ask("5m")).text();
    feed.setFault("5m", { kind: "truncated" });
    const half = await (await ask("5m")).text();
    expect(whole.startsWith(half)).toBe(true);
    expect(half.length).toBeLessThan(whole.length);
    expect(() => JSON.parse(half)).toThrow(SyntaxError);
  });

  test.each(ENDPOINTS)("huge-numbers: some numbers of /%s exceed 2^53", async (endpoint) => {
    feed.setFault(endpoint, { kind: "huge-numbers" });
    const text = await (
      await ask(endpoint === "timeseries" ? "timeseries?id=2&timestep=5m" : endpoint)
    ).text();
    expect(text).toContain("9223372036854775807");
    expect(() => JSON.parse(text)).not.toThrow();
  });

  test("missing-items: about a third of the items is missing, always the same third", async () => {
    const whole = Object.keys((await bodyOf("latest")).data);
    feed.setFault("latest", { kind: "missing-items" });
    const rest = Object.keys((await bodyOf("latest")).data);
    expect(rest.length / whole.length).toBeGreaterThan(0.6);
    expect(rest.length / whole.length).toBeLessThan(0.8);
    expect(Object.keys((await bodyOf("latest")).data)).toEqual(rest);
    feed.setFault("mapping", { kind: "missing-items", share: 0.9 });
    expect((await bodyOf("mapping")).length).toBeLessThan(80);
  });

  test("duplicate-bucket: repeats the same timestamp under a new ETag", async () => {
    const before = await bodyOf("1h");
    feed.setFault("1h", { kind: "duplicate-bucket" });
    nowMs += 7_200_000;
    const [first, second] = [await ask("1h"), await ask("1h")];
    expect(await first.json()).toEqual(before);
    expect(await second.json()).toEqual(before);
    expect(first.headers.get("etag")).not.toBe(second.headers.get("etag"));
    feed.clearFaults();
    expect((await bodyOf("1h")).timestamp).toBe(before.timestamp + 7_200);
  });

  test("late-bucket: the timestamp stays the same and advances later", async () => {
    const { timestamp } = await bodyOf("5m");
    feed.setFault("5m", { kind: "late-bucket", delayS: 300 });
    nowMs += 300_000;
    expect((await bodyOf("5m")).timestamp).toBe(timestamp);
    nowMs += 300_000;
    expect((await bodyOf("5m")).timestamp).toBe(timestamp + 300);
  });
});

describe("the control endpoint", () => {
  const change = (method: string, path: string, body?: unknown) =>
    fetch(`http://127.0.0.1:${feed.port}/__faults${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

  test("sets and clears faults over HTTP", async () => {
    expect((await change("PUT", "/5m", { kind: "status", status: 500 })).status).toBe(204);
    expect((await ask("5m")).status).toBe(500);
    expect((await change("DELETE", "/5m")).status).toBe(204);
    expect((await ask("5m")).status).toBe(200);
    await change("PUT", "/latest", { kind: "html" });
    expect((await change("DELETE", "")).status).toBe(204);
    expect((await ask("latest")).headers.get("content-type")).toContain("json");
  });

  test("refuses invalid faults and unknown endpoints", async () => {
    expect((await change("PUT", "/5m", { kind: "earthquake" })).status).toBe(400);
    expect((await change("PUT", "/9m", { kind: "html" })).status).toBe(404);
    expect((await change("GET", "/5m")).status).toBe(405);
    expect((await ask("5m")).status).toBe(200);
  });

  test.each([
    "",
    "[]",
    "null",
    '{"kind":"status","status":404}',
    '{"kind":"hang","times":-1}',
    '{"kind":"hang","times":"x"}',
  ])("parses %s as no fault", (body) => expect(parseFault(body)).toBeNull());
});
