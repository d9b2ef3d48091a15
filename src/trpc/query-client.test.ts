import { expect, onTestFinished, test, vi } from "vitest";
import { makeQueryClient, pauseAfter } from "./query-client.ts";

test("on the server no timer holds what a render has read", () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const client = makeQueryClient();
  client.setQueryData(["items"], { large: true });
  expect(vi.getTimerCount()).toBe(0);
});

const failedWith = (httpStatus: number, app: object | null = null) => ({ data: { httpStatus, app } });

test("goes on asking after what passes, later if the server says when, and not after a refusal", () => {
  expect(pauseAfter(new TypeError("fetch failed"))).toBe(10_000);
  expect(pauseAfter(failedWith(500))).toBe(10_000);
  expect(pauseAfter(failedWith(503, { retryAfterS: 2 }))).toBe(10_000);
  expect(pauseAfter(failedWith(429, { retryAfterS: 45 }))).toBe(45_000);
  expect(pauseAfter(failedWith(429))).toBe(60_000);
  for (const status of [400, 401, 403, 404]) expect(pauseAfter(failedWith(status))).toBe(false);
  expect(pauseAfter({ meta: { response: { status: 502 } } })).toBe(10_000);
});
