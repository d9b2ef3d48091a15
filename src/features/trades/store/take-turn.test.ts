import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { takeTurn } from "./take-turn.ts";

it("runs one change of a ledger at a time, in order, and refuses the eleventh", async () => {
  const seen: string[] = [];
  let running = 0;
  const change = (name: string) => async () => {
    running += 1;
    expect(running).toBe(1);
    await setImmediate();
    seen.push(name);
    running -= 1;
  };
  const names = Array.from({ length: 11 }, (_, index) => `c${index}`);
  const results = await Promise.allSettled(names.map((name) => takeTurn("a", change(name))));
  expect(seen).toEqual(names.slice(0, 10));
  expect(results.at(-1)).toMatchObject({ status: "rejected", reason: { code: "unavailable" } });
});

it("goes on after a change that fails", async () => {
  const failed = takeTurn("b", () => Promise.reject(new Error("broken")));
  const next = takeTurn("b", async () => "done");
  await expect(failed).rejects.toThrow("broken");
  expect(await next).toBe("done");
});

it("runs changes of three ledgers at once, and others as soon as one is done", async () => {
  const open: (() => void)[] = [];
  const started: string[] = [];
  const all = ["c", "d", "e", "f"].map((user) =>
    takeTurn(user, () => {
      started.push(user);
      return new Promise<void>((resolve) => {
        open.push(resolve);
      });
    }),
  );
  await setImmediate();
  expect(started).toEqual(["c", "d", "e"]);
  open[0]?.();
  await all[0];
  await setImmediate();
  expect(started).toEqual(["c", "d", "e", "f"]);
  for (const finish of open) finish();
  await Promise.all(all);
});
