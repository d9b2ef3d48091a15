import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rm } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { buildPages } from "#processes/up/children/build-pages.ts";
import { openChildLog } from "#processes/up/children/child-log.ts";
import { countPlaywright, countVitest } from "./support/counts.ts";
import type { Counts } from "./support/counts.ts";

const ROOT = resolve(import.meta.dirname, "..");
const OUTPUT = join(ROOT, "test-results");
const VITEST_REPORT = join(OUTPUT, "vitest.json");
const PLAYWRIGHT_REPORT = join(OUTPUT, "playwright.json");

type Step = { name: string; run: () => Promise<Counts> };

/** A check has no tests of its own: when it fails it counts as one. */
const check = (name: string, command: string, ...args: string[]): Step => ({
  name,
  run: async () => ({ passed: 0, failed: (await runTool(command, args)) === 0 ? 0 : 1 }),
});

const steps: Step[] = [
  check("lint", "oxlint", "--deny-warnings"),
  check("format", "oxfmt", "--check"),
  check("types", "tsc", "--noEmit"),
  check("unused code", "knip"),
  { name: "next build", run: build },
  { name: "unit, contract and integration tests", run: runVitest },
  { name: "browser tests", run: runPlaywright },
];

const total: Counts = { passed: 0, failed: 0 };
const summary: string[] = [];
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
console.log(`\n${summary.join("\n")}\n${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed === 0 ? 0 : 1;

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
  const args = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${VITEST_REPORT}`];
  const code = await runTool("vitest", args);
  return countVitest(await report(VITEST_REPORT), code);
}

async function runPlaywright(): Promise<Counts> {
  const folder = join(ROOT, "tests/e2e");
  const specs = existsSync(folder) ? await readdir(folder, { recursive: true }) : [];
  if (!specs.some((name) => name.endsWith(".spec.ts"))) {
    console.log("no browser tests yet");
    return { passed: 0, failed: 0 };
  }
  const code = await runTool("playwright", ["test", "--reporter=list,json"], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: PLAYWRIGHT_REPORT,
  });
  return countPlaywright(await report(PLAYWRIGHT_REPORT), code);
}

async function report(path: string): Promise<unknown> {
  return existsSync(path) ? JSON.parse(await readFile(path, "utf8")) : undefined;
}
