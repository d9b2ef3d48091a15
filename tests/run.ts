/**
 * `npm test`: every check and test, with the time of each step. `npm test -- --changed [REV]` runs what the changes since
 * REV (HEAD unless given, so the uncommitted ones) touch: the checks, the vitest files that import a changed file, and the
 * browser tests where a file that a page loads has changed. The failed tests stand again at the end, before the counts.
 */
import { execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rm } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { buildPages } from "#processes/up/build/build-pages.ts";
import { openChildLog } from "#processes/up/log/child-log.ts";
import { countPlaywright, countVitest } from "./support/counts.ts";
import { failedPlaywright, failedVitest } from "./support/failed-tests.ts";
import type { Counts } from "./support/counts.ts";

const ROOT = resolve(import.meta.dirname, "..");
const OUTPUT = join(ROOT, "test-results");
const VITEST_REPORT = join(OUTPUT, "vitest.json");
const PLAYWRIGHT_REPORT = join(OUTPUT, "playwright.json");
/** What a browser test runs: pages, their server and the specs themselves. */
const IN_BROWSER =
  /^(src\/(app|server|trpc|ui|processes)\/|src\/features\/|public\/|tests\/e2e\/|next\.config)/;

type Step = { name: string; run: () => Promise<Counts> };

const changed = readChanged();
const steps: Step[] = [
  { name: "lint, format, types and unused code", run: runChecks },
  { name: "next build", run: build },
  { name: "unit, contract, integration and fault tests", run: runVitest },
  { name: "browser tests", run: runPlaywright },
];

const total: Counts = { passed: 0, failed: 0 };
const summary: string[] = [];
const failedTests: string[] = [];
await rm(OUTPUT, { recursive: true, force: true });
await mkdir(OUTPUT, { recursive: true });
for (const step of steps) {
  console.log(`\n── ${step.name}`);
  const started = performance.now();
  const counts = await step.run().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return { passed: 0, failed: 1 };
  });
  total.passed += counts.passed;
  total.failed += counts.failed;
  const took = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  summary.push(`${counts.failed === 0 ? "✓" : "✗"} ${step.name} (${took})`);
  console.log(summary.at(-1));
}
if (failedTests.length > 0) console.log(`\nFailed tests\n${failedTests.join("\n")}`);
console.log(`\n${summary.join("\n")}\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

/** Null: run everything. Else the revision, and the files that differ from it, those that git does not track included. */
function readChanged(): { since: string; files: readonly string[] } | null {
  const at = process.argv.indexOf("--changed");
  if (at < 0) return null;
  const since = process.argv[at + 1] ?? "HEAD";
  const git = (...args: string[]) => execFileSync("git", args, { cwd: ROOT, encoding: "utf8" }).split("\n");
  const files = [
    ...git("diff", "--name-only", since),
    ...git("ls-files", "--others", "--exclude-standard"),
  ].filter((file) => file !== "");
  console.log(`${files.length} files differ from ${since}`);
  return { since, files };
}

/** A check has no tests of its own: when it fails it counts as one. They take one core each, so they run at once. */
async function runChecks(): Promise<Counts> {
  const checks: readonly (readonly [tool: string, ...args: string[]])[] = [
    ["oxlint", "--deny-warnings"],
    ["oxfmt", "--check"],
    ["tsc", "--noEmit"],
    ["knip"],
  ];
  const codes = await Promise.all(checks.map(([tool, ...args]) => runTool(tool, args)));
  const failed = codes.filter((code) => code !== 0).length;
  return { passed: 0, failed };
}

/** Resolves to the exit code; a signal counts as 1. */
function runTool(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<number> {
  const bin = join(ROOT, "node_modules", ".bin");
  // The tools start with `env node`, which must find ours before the system's.
  const path = `${bin}${delimiter}${process.env["PATH"] ?? ""}`;
  const child = spawn(join(bin, command), args, {
    cwd: ROOT,
    stdio: "inherit",
    env: { ...process.env, PATH: path, ...env },
  });
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) => done(code ?? 1));
  });
}

/** The browser tests and the tests of `up` run against this very build. */
async function build(): Promise<Counts> {
  const log = openChildLog(OUTPUT, "next-build", console.log);
  try {
    await buildPages({ log, setDetail: (text) => console.log(text), signal: new AbortController().signal });
  } finally {
    await log.close();
  }
  return { passed: 0, failed: 0 };
}

async function runVitest(): Promise<Counts> {
  const only = changed === null ? [] : ["--changed", changed.since, "--passWithNoTests"];
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${VITEST_REPORT}`];
  const args = ["run", ...reporters, ...only];
  const code = await runTool("vitest", args);
  const results = await report(VITEST_REPORT);
  failedTests.push(...failedVitest(results, ROOT));
  return countVitest(results, code);
}

async function runPlaywright(): Promise<Counts> {
  if (changed !== null && !changed.files.some((file) => IN_BROWSER.test(file))) {
    console.log("no page is touched");
    return { passed: 0, failed: 0 };
  }
  const folder = join(ROOT, "tests/e2e");
  const specs = existsSync(folder) ? await readdir(folder, { recursive: true }) : [];
  if (!specs.some((name) => name.endsWith(".spec.ts"))) {
    console.log("no browser tests yet");
    return { passed: 0, failed: 0 };
  }
  const code = await runTool("playwright", ["test", "--reporter=list,json"], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: PLAYWRIGHT_REPORT,
  });
  const results = await report(PLAYWRIGHT_REPORT);
  failedTests.push(...failedPlaywright(results));
  return countPlaywright(results, code);
}

async function report(path: string): Promise<unknown> {
  return existsSync(path) ? JSON.parse(await readFile(path, "utf8")) : undefined;
}
