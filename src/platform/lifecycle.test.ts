import { spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, expect, test } from "vitest";

const ROOT = resolve(import.meta.dirname, "../..");
const DEADLINE_MS = 2_000;

const started: { kill: (signal: NodeJS.Signals) => boolean }[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

/** Starts a process that logs "ready" and runs `steps` on SIGTERM: each is the body of an async function. */
async function startProcess(steps: readonly string[]) {
  const script = `
    import { installShutdown } from "#platform/lifecycle.ts";
    import { openLog } from "#platform/log/log.ts";
    const log = openLog({ level: "info", process: "test" });
    setInterval(() => undefined, 1_000);
    installShutdown({
      log,
      deadlineMs: ${DEADLINE_MS},
      onDraining: () => undefined,
      steps: [${steps.map((body, index) => `{ name: "${index}", close: async () => { ${body} } }`).join(", ")}],
    });
    log.info("ready");`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(child);
  const codeAt = (event: "exit" | "close") => once(child, event).then(([code]) => code as number | null);
  // `closed` resolves after all output has arrived.
  const ends = { exited: codeAt("exit"), closed: codeAt("close") };
  const said: string[] = [];
  const lines = createInterface({ input: child.stdout }).on("line", (line) => said.push(line));
  await once(lines, "line");
  return {
    child,
    ...ends,
    lines,
    words: () => said.map((line) => (JSON.parse(line) as { msg: string }).msg),
  };
}

test("runs the steps in order and logs them", async () => {
  const { child, closed, words } = await startProcess([`log.info("first")`, `log.info("second")`]);
  child.kill("SIGTERM");
  expect(await closed).toBe(0);
  expect(words()).toEqual(["ready", "stopping", "first", "second", "stopped"]);
});

test("exits at the deadline when a step hangs", async () => {
  const { child, closed, words } = await startProcess([`await new Promise(() => undefined)`]);
  child.kill("SIGTERM");
  expect(await closed).toBe(1);
  expect(words()).toEqual(["ready", "stopping", "stopping took too long"]);
});

test("uncaught errors do not skip a step", async () => {
  const fail = `setImmediate(() => { throw new Error("again"); });`;
  const { child, closed, words } = await startProcess([
    `${fail} ${fail} await new Promise((done) => setTimeout(done, 50));`,
    `log.info("last")`,
  ]);
  child.kill("SIGTERM");
  expect(await closed).toBe(0);
  const uncaught = ["uncaught exception", "uncaught exception"];
  expect(words()).toEqual(["ready", "stopping", ...uncaught, "last", "stopped"]);
});

test("stops although the reader of its output is gone", async () => {
  const { child, exited } = await startProcess([
    `throw new Error("no")`,
    `log.info("one"); log.info("two");`,
  ]);
  child.stdout.destroy();
  child.kill("SIGTERM");
  expect(await exited).toBe(1);
});

test("stops although the reader of its output has stalled", async () => {
  const flood = `for (let line = 0; line < 5_000; line += 1) log.info("x".repeat(1_000));`;
  const { child, exited, lines } = await startProcess([flood]);
  lines.pause();
  child.stdout.pause();
  child.kill("SIGTERM");
  expect(await exited).toBe(0);
});
