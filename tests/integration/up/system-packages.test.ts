import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";

const run = promisify(execFile);
const MODULE = resolve(import.meta.dirname, "../../../src/processes/up/setup/system-packages.ts");
const isRoot = process.getuid?.() === 0;

let bin: string;
beforeEach(async () => {
  bin = await mkdtemp(join(tmpdir(), "ge-metrics-bin-"));
});
afterEach(() => rm(bin, { recursive: true, force: true }));

/** As on a machine whose programs are those of `bin` and no others. */
async function ensure(name: string): Promise<string> {
  const script = `
    const tools = await import(${JSON.stringify(MODULE)});
    await tools.${name}(console.log).catch((error) => console.log(error.name + ": " + error.message));
  `;
  const args = ["--input-type=module", "-e", script];
  const { stdout } = await run(process.execPath, args, { env: { NODE_ENV: "test", PATH: bin } });
  return stdout;
}

const program = (name: string, lines: string) =>
  writeFile(join(bin, name), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });

test("what is there already is left alone, without a word", async () => {
  await program("redis-server", "");
  await program("chromium", "");
  expect(await ensure("ensureRedisServer")).toBe("");
  expect(await ensure("ensureChromium")).toBe("");
});

test("where nothing may be installed, the person is told what to do", async () => {
  const said = await ensure("ensureRedisServer");
  expect(said).toMatch(/^UserError: redis-server is missing\. .*apt-get install redis-server.*REDIS_URL/);
  expect(await ensure("ensureChromium")).toContain("apt-get install chromium");
});

test.runIf(isRoot)(
  "root is told first, then Debian's package is installed without starting its service",
  async () => {
    const record = join(bin, "record");
    await program("apt-get", `echo "$RUNLEVEL $DEBIAN_FRONTEND $*" >> ${record}`);
    expect(await ensure("ensureRedisServer")).toMatch(
      /^redis-server is missing: installing .* redis-server with apt-get\n$/,
    );
    expect((await readFile(record, "utf8")).trim().split("\n")).toEqual([
      "1 noninteractive update",
      "1 noninteractive install -y --no-install-recommends redis-server",
    ]);
  },
);

test.runIf(isRoot)("an installation that fails shows what it said and what to do by hand", async () => {
  await program("apt-get", "echo E: no such package; exit 100");
  const said = await ensure("ensureRedisServer");
  expect(said).toMatch(
    /UserError: apt-get update failed \(exit code 100\):\nE: no such package\nredis-server is missing/,
  );
});
