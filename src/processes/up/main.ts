import { constants } from "node:fs";
import { access, mkdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { monotonicMs } from "#platform/clock.ts";
import { readEnvOfUp } from "#platform/env.ts";
import { exitIfVersionIsAsked } from "#processes/print-version.ts";
import { describeAddress } from "./addresses.ts";
import { startWeb, startWorker } from "./children/apps.ts";
import { letPass } from "./children/os-user.ts";
import { buildPages } from "./build/build-pages.ts";
import { lockDirectory } from "./setup/data-lock.ts";
import { ensureAuthSecret } from "./setup/kept-secret.ts";
import { makeLaunchOptions } from "./setup/options.ts";
import type { LaunchOptions } from "./setup/options.ts";
import { checkPortFree } from "./children/readiness.ts";
import { createRun, logDirOf } from "./run.ts";
import type { Run } from "./run.ts";
import { startOutside } from "./outside/start-outside.ts";
import { startStores } from "./setup/stores.ts";
import { createTerminal } from "./terminal.ts";
import { freePort, killAllTied } from "./children/tied-process.ts";
import { UserError } from "./user-error.ts";

/** What `up` gives to web and worker, in a form that is valid: the values are made later. */
const GIVEN = {
  DATABASE_URL: "postgres://127.0.0.1/given",
  UPSTASH_REDIS_REST_URL: "http://127.0.0.1",
  UPSTASH_REDIS_REST_TOKEN: "given",
  AUTH_SECRETS: "given-given-given-given-given-given",
  PRICE_FEED_USER_AGENT: "given by up, no contact",
};

const UNWRITABLE = new Set(["EACCES", "EPERM", "EROFS", "ENOTDIR", "EEXIST", "ENOSPC"]);

/** npm forwards a Ctrl-C that the terminal has already sent, so a second signal within this time is ignored. */
const IGNORE_REPEAT_MS = 700;

exitIfVersionIsAsked();
const terminal = createTerminal(process.stdout);
const stopping = new AbortController();
let hadUncaughtError = false;
handleStopSignals();
process.exitCode = await main();
// Handles that a library left open must not keep a stopped run alive.
await sleep(100);
process.exit();

/** Starts everything, waits for a stop signal, stops everything; returns the exit code. */
async function main(): Promise<number> {
  let run: Run | undefined;
  try {
    const options = await readLaunchOptions();
    const lock = await lockWritable(options.dataDir, options.url).catch((error: NodeJS.ErrnoException) => {
      if (!UNWRITABLE.has(error.code ?? "")) throw error;
      throw new UserError(
        `The data directory ${options.dataDir} cannot be written (${error.code}). Set DATA_DIR to a folder that this user may write.`,
      );
    });
    if ("heldBy" in lock) {
      throw new UserError(
        `A copy runs with this data directory already (${options.dataDir}): process ${lock.heldBy.pid}, ${lock.heldBy.about}. ` +
          "Stop it, or give this one its own DATA_DIR and PORT.",
      );
    }
    run = createRun({ terminal, signal: stopping.signal, logDir: logDirOf(options.dataDir) });
    await start(options, run);
    terminal.line(`ready ${describeAddress(options.env.HOST, options.port)}`);
    await untilStopRequested();
    return (await run.stopAll()) && !hadUncaughtError ? 0 : 1;
  } catch (error) {
    const wanted = stopping.signal.aborted;
    if (!wanted) printFailure(error);
    const clean = (await run?.stopAll()) ?? true;
    return wanted && clean && !hadUncaughtError ? 0 : 1;
  }
}

/** Locks the data directory once it is there and this user may write in it. */
async function lockWritable(dir: string, about: string): ReturnType<typeof lockDirectory> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await access(dir, constants.W_OK);
  await letPass(dir);
  return lockDirectory(dir, about);
}

async function readLaunchOptions(): Promise<LaunchOptions> {
  const { values } = parseArgs({
    options: {
      live: { type: "boolean", default: false },
      dev: { type: "boolean", default: false },
      "no-plans": { type: "boolean", default: false },
    },
  });
  const env = readEnvOfUp(GIVEN);
  const port = env.PORT === 0 ? await freePort() : env.PORT;
  return makeLaunchOptions(env, { ...values, noPlans: values["no-plans"] }, port);
}

async function start(options: LaunchOptions, run: Run): Promise<void> {
  await checkPortFree(options.env.HOST, options.port);
  if (options.feed.kind === "live" && options.env.PRICE_FEED_USER_AGENT === undefined) {
    run.report("  The price feed asks who calls: set PRICE_FEED_USER_AGENT to a name with your contact.");
  }
  const failed = new AbortController();
  // The pages take the longest, so all that does not need them starts meanwhile.
  const pages = options.dev
    ? Promise.resolve()
    : startBuild(run, AbortSignal.any([run.signal, failed.signal]));
  pages.catch(() => undefined);
  try {
    const authSecrets = options.env.AUTH_SECRETS?.join(",") ?? (await ensureAuthSecret(options.dataDir));
    const outside = await startOutside(options, run);
    const stores = await startStores(options, run);
    await outside.feedReady();
    await startWorker(options, { stores, authSecrets, outside }, run);
    await pages;
    await startWeb(options, { stores, authSecrets, outside }, run);
    await outside.restReady();
  } catch (error) {
    failed.abort();
    await pages.catch(() => undefined);
    throw error;
  }
}

async function startBuild(run: Run, signal: AbortSignal): Promise<void> {
  const log = run.openLog("build");
  await run.step("pages", (setDetail) => buildPages({ log, setDetail, signal }));
}

function untilStopRequested(): Promise<void> {
  return new Promise((resolve) => {
    if (stopping.signal.aborted) resolve();
    else stopping.signal.addEventListener("abort", () => resolve());
  });
}

function handleStopSignals(): void {
  let first: number | undefined;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (first === undefined) {
        first = monotonicMs();
        terminal.line("stopping (press Ctrl-C again to force it)");
        stopping.abort();
      } else if (monotonicMs() - first > IGNORE_REPEAT_MS) {
        killAllTied();
        process.exit(130);
      }
    });
  }
  process.on("uncaughtException", (error) => {
    hadUncaughtError = true;
    printFailure(error);
    stopping.abort();
  });
}

/** A UserError is printed as one sentence; an unexpected error with its stack. */
function printFailure(error: unknown): void {
  const known =
    error instanceof UserError || (error instanceof Error && error.message.startsWith("The environment"));
  terminal.line(
    known
      ? `! ${error.message}`
      : `! ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
}
