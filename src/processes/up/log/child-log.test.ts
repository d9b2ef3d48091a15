import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openChildLog } from "./child-log.ts";

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "child-log-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test("appends every line and shows only warnings and errors, shortened and without repeats", async () => {
  const shown: string[] = [];
  const log = openChildLog(dir, "worker", (text) => shown.push(text));
  const trouble = {
    level: "error",
    msg: "tick failed",
    error: { message: "no feed\nsecond line", stack: "..." },
  };
  log.sink(JSON.stringify({ level: "info", msg: "fine" }));
  log.sink(JSON.stringify(trouble));
  log.sink(JSON.stringify(trouble));
  log.sink(JSON.stringify({ level: "warn", msg: "slow", error: 5 }));
  log.sink("{ no json");
  await log.close();
  expect(shown).toEqual(["! worker: tick failed: no feed", "! worker: slow"]);
  expect((await readFile(log.path, "utf8")).split("\n")).toHaveLength(6);

  const again = openChildLog(dir, "worker", () => undefined);
  again.sink("more");
  await again.close();
  expect((await readFile(log.path, "utf8")).split("\n")).toHaveLength(7);
});

test("names a full disk that PostgreSQL or Redis tells of in lines that are no JSON", async () => {
  const shown: string[] = [];
  const log = openChildLog(dir, "postgres", (text) => shown.push(text));
  log.sink("2026-11-27 12:00:00 UTC [7] LOG:  database system is ready to accept connections");
  log.sink('2026-11-27 12:00:01 UTC [8] PANIC:  could not write to file "pg_wal/x": No space left on device');
  log.sink("9:M 27 Nov 2026 12:00:02 # Write error while saving DB to the disk: No space left on device");
  await log.close();
  expect(shown).toEqual(["! postgres: the disk is full or cannot be written"]);
});

test("keeps one older file and stays within its size limit", async () => {
  const log = openChildLog(dir, "web", () => undefined);
  const line = "x".repeat(1024 * 1024);
  for (let index = 0; index < 25; index += 1) log.sink(line);
  await log.close();
  const sizes = await Promise.all([log.path, `${log.path}.1`].map(async (path) => (await stat(path)).size));
  for (const size of sizes) expect(size).toBeLessThanOrEqual(11 * 1024 * 1024);
});
