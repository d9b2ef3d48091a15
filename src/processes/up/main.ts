import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";
import { monotonicMs } from "#platform/clock.ts";
import { readEnv } from "#platform/env.ts";
import { startApps } from "./children/apps.ts";
import { buildPages } from "./children/build-pages.ts";
import { lockDirectory } from "./setup/data-lock.ts";
import { ensureAuthSecret } from "./setup/kept-secret.ts";
import { startMailbox } from "./mail/mailbox.ts";
import { makePlan } from "./setup/options.ts";
import type { Plan } from "./setup/options.ts";
import { checkPortFree } from "./children/readiness.ts";
import { createRun, logDirOf } from "./run.ts";
import type { Run } from "./run.ts";
import { startSales } from "./setup/sales.ts";
import { startStores } from "./setup/stores.ts";
import { createTerminal } from "./terminal.ts";
import { freePort, killAllTied } from "./children/tied-process.ts";
import { UserError } from "./user-error.ts";

/** npm passes on a Ctrl-C that the terminal has sent already, so the second of a pair is no second wish. */
const PAIR_MS = 700;

const terminal = createTerminal(process.stdout);
const stopping = new AbortController();
let broken = false;
listenForStop();
process.exitCode = await main();
// What a library left open must not keep a stopped run alive.
await sleep(100);
process.exit();

/** Starts everything, waits to be told to stop, stops everything; answers the exit code. */
async function main(): Promise<number> {
  let run: Run | undefined;
  try {
    const plan = await choosePlan();
    const url = `http://localhost:${plan.port}`;
    const lock = await lockDirectory(plan.dataDir, url);
    if ("heldBy" in lock) {
      throw new UserError(
        `A copy runs with this data directory already (${plan.dataDir}): process ${lock.heldBy.pid}, ${lock.heldBy.about}. ` +
          "Stop it, or give this one its own DATA_DIR and PORT.",
      );
    }
    run = createRun({ terminal, signal: stopping.signal, logDir: logDirOf(plan.dataDir) });
    await start(plan, run);
    terminal.line(`ready ${url}`);
    await stopped();
    return (await run.stopAll()) && !broken ? 0 : 1;
  } catch (error) {
    const wanted = stopping.signal.aborted;
    if (!wanted) tellFailure(error);
    const clean = (await run?.stopAll()) ?? true;
    return wanted && clean && !broken ? 0 : 1;
  }
}

async function choosePlan(): Promise<Plan> {
  const { values } = parseArgs({
    options: {
      live: { type: "boolean", default: false },
      dev: { type: "boolean", default: false },
      "no-plans": { type: "boolean", default: false },
    },
  });
  const plan = makePlan(readEnv("up"), { ...values, noPlans: values["no-plans"] });
  if (plan.port === 0) return { ...plan, port: await freePort() };
  return plan;
}

async function start(plan: Plan, run: Run): Promise<void> {
  await checkPortFree(plan.port);
  if (plan.feed.kind === "live" && plan.env.PRICE_FEED_USER_AGENT === undefined) {
    run.report("  The price feed asks who calls: set PRICE_FEED_USER_AGENT to a name with your contact.");
  }
  const mailbox = await startMailbox(plan, run);
  if (!plan.dev) {
    const log = run.openLog("build");
    await run.step("pages", (say) => buildPages({ log, say, signal: run.signal }));
  }
  const authSecrets = plan.env.AUTH_SECRETS?.join(",") ?? (await ensureAuthSecret(plan.dataDir));
  const sales = await startSales(plan, run);
  const stores = await startStores(plan, run);
  const smtpUrl = plan.env.SMTP_URL ?? mailbox?.smtpUrl;
  await startApps(plan, { stores, authSecrets, smtpUrl, sales: sales.env }, run);
  if (plan.sales === "simulated") {
    await run.step("Stripe simulator (test mode: plans are sold, no money moves)", sales.ready);
  }
  if (mailbox !== null) {
    const url = await run.step("mailbox", mailbox.ready);
    run.report(`mail ${url} (every mail lands here; none leaves this machine)`);
  }
}

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    if (stopping.signal.aborted) resolve();
    else stopping.signal.addEventListener("abort", () => resolve());
  });
}

function listenForStop(): void {
  let first: number | undefined;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (first === undefined) {
        first = monotonicMs();
        terminal.line("stopping (once more to force)");
        stopping.abort();
      } else if (monotonicMs() - first > PAIR_MS) {
        killAllTied();
        process.exit(130);
      }
    });
  }
  process.on("uncaughtException", (error) => {
    broken = true;
    tellFailure(error);
    stopping.abort();
  });
}

/** A person's mistake is one sentence; ours keeps its stack. */
function tellFailure(error: unknown): void {
  const known =
    error instanceof UserError || (error instanceof Error && error.message.startsWith("The environment"));
  terminal.line(
    known
      ? `! ${error.message}`
      : `! ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
}
