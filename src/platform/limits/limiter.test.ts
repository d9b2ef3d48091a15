import { expect, onTestFinished, test, vi } from "vitest";
import { createLimiter, definePolicy } from "./limiter.ts";

const policy = definePolicy({ name: "test", points: 2, durationS: 60, countBy: "ip" });

function bench(redis: { evalScript: () => Promise<unknown> }) {
  let nowMs = 1_000_000;
  const limiter = createLimiter({ redis, clock: { now: () => new Date(nowMs) } });
  return { charge: (key: string) => limiter.chargeWork(policy, key), advance: (ms: number) => (nowMs += ms) };
}

test("while Redis is away, keys that strangers choose leave no timers and little memory", async () => {
  const { charge } = bench({ evalScript: () => Promise.reject(new Error("Redis is away")) });
  const timers = vi.spyOn(globalThis, "setTimeout");
  onTestFinished(() => timers.mockRestore());
  await Promise.all(Array.from({ length: 5_000 }, (_, at) => charge(`address ${at}`)));
  expect(timers.mock.calls.length).toBeLessThan(10);
  const spent = [await charge("reader"), await charge("reader"), await charge("reader")];
  expect(spent.map(({ allowed, remaining }) => [allowed, remaining])).toEqual([
    [true, 1],
    [true, 0],
    [false, 0],
  ]);
});

test("a key over its limit is refused without Redis until its window ends", async () => {
  let calls = 0;
  const { charge, advance } = bench({ evalScript: () => Promise.resolve([++calls, 30_000]) });
  for (let at = 0; at < 10; at++) await charge("address");
  expect(calls).toBe(3);
  const refused = await charge("address");
  expect([refused.allowed, refused.resetS]).toEqual([false, 30]);
  advance(30_001);
  await charge("address");
  expect(calls).toBe(4);
});
