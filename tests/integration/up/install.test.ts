import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";

const run = promisify(execFile);
const INSTALL = "src/processes/up/setup/install.mjs";

let dir: string;

/** A checkout whose one dependency lies beside it, so that npm needs no network. */
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "ge-metrics-install-"));
  await mkdir(join(dir, "node-package"));
  await mkdir(join(dir, "src/processes/up/setup"), { recursive: true });
  await cp(resolve(import.meta.dirname, "../../..", INSTALL), join(dir, INSTALL));
  await writeFile(join(dir, "node-package/node"), "#!/bin/sh\n", { mode: 0o755 });
  const node = { name: "node", version: "24.0.0", bin: { node: "node" } };
  await writeFile(join(dir, "node-package/package.json"), JSON.stringify(node));
  await writePackage("1.0.0");
}, 60_000);

afterAll(() => rm(dir, { recursive: true, force: true }));

async function writePackage(version: string): Promise<void> {
  const own = { name: "clone", version, dependencies: { node: "file:./node-package" } };
  await writeFile(join(dir, "package.json"), JSON.stringify(own));
  await run("npm", ["install", "--package-lock-only", "--no-audit", "--no-fund", "--offline"], { cwd: dir });
}

const install = async () => (await run(process.execPath, [join(dir, INSTALL)], { cwd: tmpdir() })).stdout;

test(
  "installs once, again when the lockfile changed, and is silent in between",
  { timeout: 60_000 },
  async () => {
    expect(await install()).toMatch(/^installing the packages[^]*✓ packages/);
    expect(await install()).toBe("");

    await rm(join(dir, "node_modules/.ge-metrics-install"));
    expect(await install(), "what npm ci did by hand is not done again").toBe("");

    await writeFile(
      join(dir, "node-package/package.json"),
      JSON.stringify({ name: "node", version: "24.1.0", bin: { node: "node" } }),
    );
    await writePackage("1.0.1");
    expect(await readFile(join(dir, "package-lock.json"), "utf8")).toContain("24.1.0");
    expect(await install()).toContain("installing the packages");

    await rm(join(dir, "node_modules"), { recursive: true });
    expect(await install()).toContain("installing the packages");
  },
);

test("a Node binary that was not unpacked is named with what to do", { timeout: 60_000 }, async () => {
  await rm(join(dir, "node_modules"), { recursive: true, force: true });
  await writeFile(
    join(dir, "node-package/package.json"),
    JSON.stringify({ name: "node", version: "24.2.0" }),
  );
  await writePackage("1.0.2");
  await expect(install()).rejects.toThrow("npm rebuild node");
});
