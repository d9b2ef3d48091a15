import { expect, it } from "vitest";
import { monotonicMs } from "./clock.ts";
import { sleep } from "./sleep.ts";

it("waits for the given time", async () => {
  const startedMs = monotonicMs();
  await sleep(30, new AbortController().signal);
  expect(monotonicMs() - startedMs).toBeGreaterThanOrEqual(28);
});

it("ends at once when aborted, before or during the wait", async () => {
  const stop = new AbortController();
  const waiting = sleep(3_600_000, stop.signal);
  stop.abort();
  await waiting;
  await sleep(3_600_000, stop.signal);
});
