import { expect, onTestFinished, test, vi } from "vitest";
import { makeQueryClient } from "./query-client.ts";

test("on the server no timer holds what a render has read", () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const client = makeQueryClient();
  client.setQueryData(["items"], { large: true });
  expect(vi.getTimerCount()).toBe(0);
});
