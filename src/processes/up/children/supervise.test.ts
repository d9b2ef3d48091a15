import { expect, test } from "vitest";
import { supervise } from "./supervise.ts";
import type { Child } from "./supervise.ts";
import type { Exit } from "./tied-process.ts";

type Fake = Child & { end: (exit: Exit) => void; stops: number };

const fakeChild = (pid: number): Fake => {
  const exited = Promise.withResolvers<Exit>();
  const child: Fake = {
    pid,
    exited: exited.promise,
    end: exited.resolve,
    stops: 0,
    stop: async () => {
      child.stops += 1;
      exited.resolve({ code: 0, signal: null });
    },
  };
  return child;
};

const KILLED: Exit = { code: null, signal: "SIGKILL" };

function setUp(failures: readonly number[] = []) {
  const children: Fake[] = [];
  const said: string[] = [];
  let starts = 0;
  const start = async () => {
    starts += 1;
    if (failures.includes(starts)) throw new Error(`no ${starts}`);
    const child = fakeChild(starts);
    children.push(child);
    return child;
  };
  const newest = () => {
    const child = children.at(-1);
    if (!child) throw new Error("nothing was started");
    return child;
  };
  return {
    children,
    said,
    newest,
    starts: () => starts,
    opts: { name: "x", start, report: (text: string) => said.push(text) },
  };
}

test("reports an unexpected exit and starts the child again", async () => {
  const { opts, newest, said, children } = setUp();
  const supervised = await supervise(opts);
  newest().end(KILLED);
  await expect.poll(() => children.length, { timeout: 3_000 }).toBe(2);
  await expect.poll(() => said.length).toBe(3);
  expect(said).toEqual([
    "! x ended unexpectedly (killed by SIGKILL)",
    "  x starts again in 0.5 s",
    "  x runs again",
  ]);
  expect(supervised.current().pid).toBe(2);
  expect(supervised.crashes()).toBe(1);
  await supervised.stop();
});

test("retries a failed start after twice the wait", async () => {
  const { opts, newest, said, children } = setUp([2]);
  const supervised = await supervise(opts);
  newest().end(KILLED);
  await expect.poll(() => children.length, { timeout: 5_000 }).toBe(2);
  expect(said).toContain("! x did not start: no 2");
  expect(said).toContain("  x starts again in 1 s");
  await supervised.stop();
});

test("starts nothing after a stop, even during a wait", async () => {
  const { opts, newest, said, starts } = setUp();
  const supervised = await supervise(opts);
  newest().end(KILLED);
  await expect.poll(() => said.length).toBe(2);
  await supervised.stop();
  await new Promise((resolve) => setTimeout(resolve, 700));
  expect(starts()).toBe(1);
});

test("throws when the first start fails", async () => {
  const { opts } = setUp([1]);
  await expect(supervise(opts)).rejects.toThrow("no 1");
});

test("does not report or delay a requested restart", async () => {
  const { opts, children, said } = setUp();
  const supervised = await supervise(opts);
  await supervised.restart();
  await expect.poll(() => children.length).toBe(2);
  expect(said).toEqual([]);
  expect(supervised.crashes()).toBe(0);
  await supervised.stop();
});

test("a requested restart ends the wait after a crash", async () => {
  const { opts, newest, said, children } = setUp([2, 3]);
  const supervised = await supervise(opts);
  newest().end(KILLED);
  await expect.poll(() => said.at(-1), { timeout: 5_000 }).toContain("again in 2 s");
  const started = performance.now();
  await supervised.restart();
  await expect.poll(() => children.length).toBe(2);
  expect(performance.now() - started).toBeLessThan(1_000);
  await supervised.stop();
});

test("does not start a child again whose configuration is wrong", async () => {
  const { opts, newest, said, starts } = setUp();
  const supervised = await supervise(opts);
  newest().end({ code: 78, signal: null });
  await expect.poll(supervised.hasGivenUp).toBe(true);
  expect(said).toEqual(["! x does not run with this configuration, and is not started again"]);
  await supervised.stop();
  expect(starts()).toBe(1);
});
