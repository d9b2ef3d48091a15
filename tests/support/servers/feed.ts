import { startFeedSimulator } from "#simulators/feed/server.ts";
import type { FeedSimulator, FeedSimulatorOptions } from "#simulators/feed/server.ts";
import { openLog } from "#platform/log/log.ts";
import { sleep } from "#platform/sleep.ts";
import { createUpstream } from "#platform/upstream/upstream.ts";
import type { Upstream, UpstreamOptions } from "#platform/upstream/upstream.ts";

/** A moment inside a month, half an hour into an hour, when every bucket that has closed is also published. */
export const FEED_NOW = new Date("2026-09-21T12:30:30Z");

/** Time that stands still until a test moves it; the simulator and the code under test share it. */
export type TestClock = { now: () => Date; set: (at: Date) => void; advanceMs: (ms: number) => void };

export function createTestClock(start = FEED_NOW): TestClock {
  let nowMs = start.getTime();
  return {
    now: () => new Date(nowMs),
    set: (at) => {
      nowMs = at.getTime();
    },
    advanceMs: (ms) => {
      nowMs += ms;
    },
  };
}

/** 600 real items are enough for every rule, and a tick of them takes a few ms. */
export const startTestFeed = (
  clock: TestClock,
  opts: Partial<FeedSimulatorOptions> = {},
): Promise<FeedSimulator> =>
  startFeedSimulator({ port: 0, itemLimit: 600, now: () => clock.now().getTime(), ...opts });

/** One attempt a call; patient enough for a busy machine. `IMPATIENT` is for servers that are meant to hang. */
export const IMPATIENT = { answerTimeoutMs: 300, totalTimeoutMs: 500 };

export const openTestUpstream = (
  baseUrl: string,
  clock: TestClock,
  opts: Partial<UpstreamOptions> = {},
): Upstream =>
  createUpstream({
    name: "the price feed",
    baseUrl,
    userAgent: "GE-Metrics integration test (test@example.org)",
    clock,
    sleep,
    random: () => 0,
    attempts: 1,
    limits: { answerTimeoutMs: 10_000, totalTimeoutMs: 20_000 },
    ...opts,
  });

export const silentLog = openLog({ level: "silent", process: "test" });
export const neverAborted = new AbortController().signal;
