/**
 * Runs artillery.yml for one minute against LOAD_TARGET, or against a copy started here. Fails above 0.1% errors,
 * of all requests or of the sign-ins (one request in twenty, so the total would hide them), or above a 95th
 * percentile of 300 ms. Sign-in times are printed but not judged: artillery uses most of the two cores to format
 * answers, and a sign-in waits for a core for its password hash (28 ms). npx fetches artillery at a pinned version:
 * it is ten times as large as all other dependencies.
 */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { ROOT } from "./support/market.ts";
import { seedAccounts } from "./support/accounts.ts";
import type { Account } from "./support/accounts.ts";
import { startCopy, waitUntilFilled } from "./support/copy.ts";

const ARTILLERY = "artillery@2.0.34";
const MAX_P95_MS = 300;
const MAX_ERROR_SHARE = 0.001;

/** The summary in which artillery's plugin records the response times of the sign-in requests. */
const SIGN_IN_TIMES = "plugins.metrics-by-endpoint.response_time.auth.login";
const SIGN_INS_GOOD = "plugins.metrics-by-endpoint.auth.login.codes.200";
/** Counts the visitors of the scenario that begins with a sign-in, answered or not. */
const MEMBERS = "vusers.created_by_name.member: ";

type Times = { count: number; p50: number; p95: number; p99: number; max: number };
type Report = {
  aggregate: {
    counters: Record<string, number>;
    summaries: Record<string, Times | undefined>;
  };
};

const loopback = /^https?:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?\/?$/;
const given = process.env["LOAD_TARGET"];
if (given !== undefined && !loopback.test(given)) {
  console.error("LOAD_TARGET must be an address of this machine: load goes to loopback only");
  process.exit(1);
}
const dir = await mkdtemp(join(tmpdir(), "ge-metrics-load-"));
const copy = given === undefined ? await startCopy() : null;
let accounts: Awaited<ReturnType<typeof seedAccounts>> | null = null;
try {
  const target = given ?? copy?.url ?? "";
  if (copy !== null) await waitUntilFilled(copy.url);
  accounts = await seedAccounts(dir, copy?.dataDir);
  await checkSignIn(target, accounts.sample);
  const reportFile = join(dir, "report.json");
  const code = await artillery([
    "run",
    "--target",
    target,
    "--payload",
    accounts.file,
    "--output",
    reportFile,
    join(ROOT, "artillery.yml"),
  ]);
  process.exitCode = evaluate(JSON.parse(await readFile(reportFile, "utf8")) as Report, code);
} catch (error) {
  process.exitCode = 1;
  console.error(error instanceof Error ? `! ${error.message}` : error);
} finally {
  await accounts?.remove();
  await copy?.stop();
  await rm(dir, { recursive: true, force: true });
}

function artillery(args: readonly string[]): Promise<number> {
  const child = spawn("npx", ["--yes", ARTILLERY, ...args], {
    cwd: dir,
    stdio: "inherit",
    env: {
      ...process.env,
      PATH: [join(ROOT, "node_modules/.bin"), process.env["PATH"]].join(delimiter),
      PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1",
      ARTILLERY_DISABLE_TELEMETRY: "true",
    },
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/** Runs before the load, because the accounts may be in another copy's database than the target uses. */
async function checkSignIn(target: string, account: Account): Promise<void> {
  const response = await fetch(new URL("/trpc/auth.login", target), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(account),
  });
  if (response.status === 200) return;
  throw new Error(
    `An account that was put into the database cannot sign in at ${target} (${response.status}). ` +
      "Set DATABASE_URL or DATA_DIR to what that copy was started with.",
  );
}

function evaluate({ aggregate }: Report, artilleryCode: number): number {
  const { counters, summaries } = aggregate;
  const requests = counters["http.requests"] ?? 0;
  const good = counters["http.codes.200"] ?? 0;
  const times = summaries["http.response_time"];
  const members = Object.keys(counters).find((name) => name.startsWith(MEMBERS));
  const signIns = members === undefined ? 0 : (counters[members] ?? 0);
  const signInTimes = summaries[SIGN_IN_TIMES];
  const errorShare = shareOfErrors(requests, good);
  const signInErrorShare = shareOfErrors(signIns, counters[SIGN_INS_GOOD] ?? 0);
  const isFast = times !== undefined && times.p95 <= MAX_P95_MS;
  const passed = isFast && Math.max(errorShare, signInErrorShare) <= MAX_ERROR_SHARE;
  if (passed && artilleryCode !== 0) console.error(`artillery itself ended with code ${artilleryCode}`);
  console.log(
    JSON.stringify({
      passed,
      requests,
      errorShare,
      p50Ms: times?.p50,
      p95Ms: times?.p95,
      p99Ms: times?.p99,
      signIns,
      signInErrorShare,
      signInP50Ms: signInTimes?.p50,
      signInP95Ms: signInTimes?.p95,
      signInP99Ms: signInTimes?.p99,
    }),
  );
  return passed && artilleryCode === 0 ? 0 : 1;
}

/** No requests counts as failure: a run without sign-ins says nothing about them. */
function shareOfErrors(asked: number, good: number): number {
  return asked === 0 ? 1 : (asked - good) / asked;
}
