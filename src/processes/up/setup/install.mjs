// Runs on the system's Node before any package is installed: plain JavaScript without dependencies.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "../../../..");
const modules = join(root, "node_modules");
const stamp = join(modules, ".ge-metrics-install");
const node = join(modules, ".bin", "node");
const lockText = readFileSync(join(root, "package-lock.json"), "utf8");
const wanted = createHash("sha256")
  .update(lockText)
  .update(process.platform + process.arch)
  .digest("hex");

const fail = (text) => {
  console.error(text);
  process.exit(1);
};

const read = (path) => (existsSync(path) ? readFileSync(path, "utf8") : "");

/** Whether npm's own record lists every package of the lockfile at its version. */
function holdsLockfile() {
  const record = read(join(modules, ".package-lock.json"));
  if (record === "") return false;
  const installed = JSON.parse(record).packages;
  return Object.entries(JSON.parse(lockText).packages).every(
    ([path, entry]) => path === "" || entry.optional || installed[path]?.version === entry.version,
  );
}

if (read(stamp) !== wanted || !existsSync(node)) {
  // Without a stamp somebody has run npm by hand, which is fine if it installed everything.
  const byHand = read(stamp) === "" && existsSync(node) && holdsLockfile();
  if (!byHand) {
    console.log("installing the packages of package-lock.json (npm ci); the first time takes a minute");
    const started = performance.now();
    const npm = spawnSync("npm", ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"], {
      cwd: root,
      stdio: "inherit",
    });
    if (npm.status !== 0) fail(`npm ci failed (${npm.error?.message ?? `exit code ${npm.status}`})`);
    console.log(`✓ packages (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  }
  if (!existsSync(node))
    fail("The `node` package did not unpack its binary: run `npm rebuild node`, then try again.");
  writeFileSync(stamp, wanted);
}

if (process.argv.includes("--browser")) {
  const tools = spawnSync(node, [join(import.meta.dirname, "ensure-test-tools.ts")], {
    cwd: root,
    stdio: "inherit",
  });
  if (tools.status !== 0) process.exit(tools.status ?? 1);
}
