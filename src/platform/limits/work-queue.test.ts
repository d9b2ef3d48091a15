import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createWorkQueue } from "./work-queue.ts";

beforeEach(() => {
  vi.useFakeTimers();
  // lru-cache takes a start at 0 for none.
  vi.advanceTimersByTime(1);
});
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

  it("lets the known first, then owners for whom least ran of late", async () => {
    const work = pieces();
    const queue = queueOf({ maxWaiting: 10 });
    const run = (name: string, key: string, isKnown = false) => queue.run(work.make(name), { key, isKnown });
    const done = [run("x", "flood")];
    await vi.advanceTimersByTimeAsync(0);
    done.push(run("a1", "flood"), run("a2", "flood"), run("b", "reader"), run("c", "owner", true));
    for (const name of ["x", "c", "b", "a1", "a2"]) await work.end(name);
    await Promise.all(done);
    expect(work.started).toEqual(["x", "c", "b", "a1", "a2"]);
    // What ran ten seconds ago does not count.
    await vi.advanceTimersByTimeAsync(10_001);
    const later = [run("y", "z"), run("d", "flood"), run("e", "reader")];
    await vi.advanceTimersByTimeAsync(0);
    for (const name of ["y", "d", "e"]) await work.end(name);
    await Promise.all(later);
    expect(work.started.slice(5)).toEqual(["y", "d", "e"]);
  });

  it("refuses the last of a full queue for one who comes before it", async () => {
    const work = pieces();
    const queue = queueOf({ maxWaiting: 2 });
    const run = (name: string, key: string, isKnown = false) =>
      outcome(queue.run(work.make(name), { key, isKnown }));
    const held = run("x", "flood");
    await vi.advanceTimersByTimeAsync(0);
    const [a, b] = [run("a", "flood"), run("b", "flood")];
    const known = run("c", "owner", true);
    expect(await b).toEqual(["unavailable", 3]);
    const reader = run("d", "reader");
    expect(await a).toEqual(["unavailable", 3]);
    expect(await run("e", "flood")).toEqual(["unavailable", 3]);
    for (const name of ["x", "c", "d"]) await work.end(name);
    expect(await Promise.all([held, known, reader])).toEqual(["x", "c", "d"]);
  });

  it("rests for as long as the work took, if it is told to", async () => {
    const work = pieces();
    const queue = queueOf({ rests: true });
    const done = [queue.run(work.make("a")), queue.run(work.make("b"))];
    await vi.advanceTimersByTimeAsync(400);
    await work.end("a");
    await vi.advanceTimersByTimeAsync(390);
    expect(work.started).toEqual(["a"]);
    await vi.advanceTimersByTimeAsync(20);
    expect(work.started).toEqual(["a", "b"]);
    await work.end("b");
    await Promise.all(done);
  });
});
