import { dirname, join } from "node:path";
import { appUser } from "#processes/up/children/app-user.ts";
import { describeStartFailure, startApp } from "#processes/up/children/start-app.ts";
import { waitUntilAnswers } from "#processes/up/children/readiness.ts";
import { runScript } from "#processes/up/children/run-script.ts";
import { freePort } from "#processes/up/children/tied-process.ts";
import type { Run } from "#processes/up/run.ts";
import type { LaunchOptions } from "#processes/up/setup/options.ts";
import { readMailboxPlace } from "./mailbox-place.ts";
import { prepareSales } from "./sales.ts";
import type { StripeSettings } from "./sales.ts";

const NAME = "simulators";
const START_LIMIT_MS = 60_000;
const HEAP_MB = 128;

export type Outside = {
  readonly feedUrl: string;
  readonly smtpUrl: string | undefined;
  /** For the web process and the worker. */
  readonly salesEnv: Readonly<Record<string, string>>;
  readonly feedReady: () => Promise<void>;
  /** Waits for the rest, which nothing else waits for, and prints where the mailbox is. */
  readonly restReady: () => Promise<void>;
};

/** As `src/simulators/settings.ts` reads them. */
type SimulatorSettings = {
  feed?: { port: number };
  stripe?: StripeSettings;
  mailbox?: { smtpPort: number; webPort: number; dir: string; token: string };
};

/**
 * Starts one process with what stands for the outside world in this run: the feed simulator, the Stripe simulator, and the
 * mailbox, whose pages are below a path that only the reader of the terminal knows, because mails contain codes that sign in.
 */
export async function startOutside(options: LaunchOptions, run: Run): Promise<Outside> {
  const sales = await prepareSales(options, join(options.dataDir, "stripe"));
  const feed = options.feed.kind === "simulated" ? { port: await freePort() } : undefined;
  const mailbox =
    options.env.SMTP_URL === undefined
      ? await placeMailbox(options, join(options.dataDir, "mail"))
      : undefined;
  const settings: SimulatorSettings = {
    ...(feed && { feed }),
    ...(sales.simulator && { stripe: sales.simulator }),
    ...(mailbox && { mailbox }),
  };
  // Without parts there is nothing to start, and nothing to wait for.
  const waitFor = Object.keys(settings).length === 0 ? noWait : await startProcess(options, settings, run);
  const feedUrl =
    options.feed.kind === "simulated" ? `http://127.0.0.1:${feed?.port}/api/v1/osrs` : options.feed.url;

  const restReady = async () => {
    if (sales.simulator) {
      await run.step("Stripe simulator (test mode: plans are sold, no money moves)", async () => {
        await waitFor(`http://127.0.0.1:${sales.simulator?.port}`);
        await createPrices(sales.env, run);
      });
    }
    if (mailbox) {
      const url = `http://127.0.0.1:${mailbox.webPort}/${mailbox.token}`;
      await run.step("mailbox", () => waitFor(`${url}/healthz`, 200));
      run.report(`mail ${url} (every mail lands here; none leaves this machine)`);
    }
  };
  return {
    feedUrl,
    smtpUrl: options.env.SMTP_URL ?? (mailbox && `smtp://127.0.0.1:${mailbox.smtpPort}`),
    salesEnv: sales.env,
    feedReady: async () => {
      if (feed === undefined) return;
      await run.step("feed simulator (simulated prices)", async (setDetail) => {
        setDetail(`127.0.0.1:${feed.port}`);
        await waitFor(feedUrl);
      });
    },
    restReady,
  };
}

type WaitFor = (url: string, status?: number) => Promise<void>;
const noWait: WaitFor = () => Promise.resolve();

/** A mail server of the operator's own takes the mailbox's place. */
async function placeMailbox(options: LaunchOptions, dir: string) {
  const { token, port } = await readMailboxPlace(options.dataDir);
  return { smtpPort: await freePort(), webPort: port, dir, token };
}

async function startProcess(options: LaunchOptions, settings: SimulatorSettings, run: Run): Promise<WaitFor> {
  const app = await startApp(options, run, {
    name: NAME,
    script: "src/simulators/main.ts",
    sources: /^simulators\//,
    input: JSON.stringify(settings),
    heapMb: HEAP_MB,
    isSmall: true,
    folders: [settings.stripe && dirname(settings.stripe.stateFile), settings.mailbox?.dir].filter(
      (folder) => folder !== undefined,
    ),
    env: {},
  });
  return (url, status) =>
    waitUntilAnswers({
      url,
      accept: (answer) => status === undefined || answer === status,
      limitMs: START_LIMIT_MS,
      signal: run.signal,
      failed: () => describeStartFailure(NAME, app),
    });
}

/** A process of its own, because Stripe's library would stay in the launcher's memory. */
async function createPrices(env: Readonly<Record<string, string>>, run: Run): Promise<void> {
  const script = { name: "stripe:setup", path: "src/processes/commands/stripe-setup.ts", env };
  await runScript(
    { ...script, user: await appUser(run) },
    { log: run.openLog("stripe-setup"), signal: run.signal },
  );
}
