import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createWorkQueue } from "./work-queue.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const queueOf = (opts: Partial<Parameters<typeof createWorkQueue>[0]> = {}) =>
  createWorkQueue({ slots: 1, maxWaiting: 2, maxWaitMs: 3_000, message: "Busy", ...opts });

/** Work that ends when it is told to. */
function pieces() {
  const started: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    started,
    make: (name: string) => () =>
      new Promise<string>((resolve) => {
        started.push(name);
        ends.set(name, () => resolve(name));
      }),
    end: async (name: string) => {
      ends.get(name)?.();
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

const outcome = (promise: Promise<string>) =>
  promise.catch((error: { code: string; detail: { retryAfterS: number } }) => [
    error.code,
    error.detail.retryAfterS,
  ]);

describe("createWorkQueue", () => {
  it("runs as many at once as it has slots, the others in order", async () => {
    const work = pieces();
    const queue = queueOf({ slots: 2, maxWaiting: 5 });
    const done = ["a", "b", "c", "d"].map((name) => queue.run(work.make(name)));
    await vi.advanceTimersByTimeAsync(0);
    expect(work.started).toEqual(["a", "b"]);
    await work.end("b");
    expect(work.started).toEqual(["a", "b", "c"]);
    for (const name of ["a", "c", "d"]) await work.end(name);
    expect(await Promise.all(done)).toEqual(["a", "b", "c", "d"]);
  });

  it("refuses at once what finds no place, and what has waited too long, without running it", async () => {
    const work = pieces();
    const queue = queueOf();
    const held = queue.run(work.make("a"));
    const waiting = ["b", "c"].map((name) => outcome(queue.run(work.make(name))));
    expect(await outcome(queue.run(work.make("d")))).toEqual(["unavailable", 3]);
    await vi.advanceTimersByTimeAsync(3_000);
    expect(await Promise.all(waiting)).toEqual([
      ["unavailable", 3],
      ["unavailable", 3],
    ]);
    await work.end("a");
    expect([await held, work.started]).toEqual(["a", ["a"]]);
    // Whoever gave up has left no place taken and takes no slot.
    const next = ["e", "f", "g"].map((name) => queue.run(work.make(name)));
    await vi.advanceTimersByTimeAsync(0);
    for (const name of ["e", "f", "g"]) await work.end(name);
    expect(await Promise.all(next)).toEqual(["e", "f", "g"]);
  });

  it("frees its slot when work fails", async () => {
    const queue = queueOf();
    await expect(queue.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await queue.run(() => Promise.resolve("yes"))).toBe("yes");
  });
});
