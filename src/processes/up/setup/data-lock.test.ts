import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lockDirectory } from "./data-lock.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "data-lock-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test("allows one owner for a directory, whatever path names it", async () => {
  const data = join(dir, "data");
  const lock = await lockDirectory(data, "http://localhost:1");
  if (!("release" in lock)) throw new Error("the lock is free");
  await symlink(data, join(dir, "alias"));
  const held = { heldBy: { pid: process.pid, about: "http://localhost:1" } };
  expect(await lockDirectory(data, "b")).toEqual(held);
  expect(await lockDirectory(join(dir, "alias"), "b")).toEqual(held);
  await mkdir(join(dir, "other"));
  const other = await lockDirectory(join(dir, "other"), "c");
  expect(other).toHaveProperty("release");
  if ("release" in other) await other.release();

  await lock.release();
  const next = await lockDirectory(data, "b");
  expect(next).toHaveProperty("release");
  if ("release" in next) await next.release();
});

test("is released when its owner is killed", async () => {
  const script = `
    import { lockDirectory } from ${JSON.stringify(join(import.meta.dirname, "data-lock.ts"))};
    await lockDirectory(${JSON.stringify(dir)}, "child");
    console.log("locked");
  `;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    await new Promise((resolve) => child.stdout.once("data", resolve));
    expect(await lockDirectory(dir, "mine")).toEqual({ heldBy: { pid: child.pid, about: "child" } });
  } finally {
    child.kill("SIGKILL");
  }
  await expect
    .poll(async () => {
      const lock = await lockDirectory(dir, "mine");
      if ("release" in lock) await lock.release();
      return "release" in lock;
    })
    .toBe(true);
});
