import { describe, expect, it } from "vitest";
import { openLog } from "#platform/log/log.ts";
import { runJobs, withinGrace } from "./scheduler.ts";
import type { Job } from "./scheduler.ts";

const log = openLog({ level: "silent", process: "test" });

/**
 * Runs until `stopAfter` waits were requested, without real time passing. Returns the runs and the requested waits.
 */
async function runUntil(jobs: (note: (what: string) => void) => Job[], stopAfter: number) {
  const stop = new AbortController();
  const ran: string[] = [];
  const waits: number[] = [];
  const sleep = async (ms: number) => {
    waits.push(ms);
    if (waits.length >= stopAfter) stop.abort();
    await Promise.resolve();
  };
  await runJobs(
    jobs((what) => ran.push(what)),
    { log, sleep, random: () => 1, signal: stop.signal },
  );
  return { ran, waits };
}

const job = (name: string, run: () => Promise<number>): Job => ({ name, run });

describe("runJobs", () => {
  it("runs the first runs sequentially, in order", async () => {
    const { ran } = await runUntil(
      (note) =>
        ["mapping", "latest", "5m"].map((name) =>
          job(name, async () => {
            note(`${name} starts`);
            await Promise.resolve();
            note(`${name} ends`);
            return 60_000;
          }),
        ),
      3,
    );
    expect(ran.slice(0, 2)).toEqual(["mapping starts", "mapping ends"]);
    expect(ran.indexOf("latest ends")).toBeLessThan(ran.indexOf("5m starts"));
  });

  it("waits for the delay a job returns, and runs it again", async () => {
    const { ran, waits } = await runUntil(
      (note) => [
        job("latest", async () => {
          note("latest");
          return 60_000;
        }),
      ],
      3,
    );
    expect(waits).toEqual([60_000, 60_000, 60_000]);
    expect(ran).toHaveLength(3);
  });

  it("retries a failure with growing delays, which a success resets", async () => {
    let runs = 0;
    const { waits } = await runUntil(
      () => [
        job("latest", async () => {
          runs += 1;
          if (runs === 4) return 7;
          throw new Error("no database");
        }),
      ],
      5,
    );
    expect(waits).toEqual([1_500, 2_500, 4_500, 7, 1_500]);
  });

  it("runs the other jobs while one fails", async () => {
    const { ran } = await runUntil(
      (note) => [
        job("broken", () => Promise.reject(new Error("always"))),
        job("latest", async () => {
          note("latest");
          return 1;
        }),
      ],
      6,
    );
    expect(ran.length).toBeGreaterThanOrEqual(2);
  });
});

describe("withinGrace", () => {
  const stop = () => {
    const controller = new AbortController();
    controller.abort();
    return controller.signal;
  };

  it("gives the result or the error of the work, aborted or not", async () => {
    expect(await withinGrace(Promise.resolve(7), new AbortController().signal, 1)).toBe(7);
    expect(await withinGrace(Promise.resolve(7), stop(), 1_000)).toBe(7);
    await expect(withinGrace(Promise.reject(new Error("lost")), stop(), 1_000)).rejects.toThrow("lost");
  });

  it("stops waiting for work that never ends, but only after the abort", async () => {
    const controller = new AbortController();
    const never = Promise.withResolvers<number>().promise;
    let left = false;
    const waiting = withinGrace(never, controller.signal, 20).then((result) => {
      left = true;
      return result;
    });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(left).toBe(false);
    controller.abort();
    expect(await waiting).toBeNull();
  });
});
