import { existsSync } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { ensureWebhookSecret } from "#processes/up/setup/kept-secret.ts";
import type { LaunchOptions } from "#processes/up/setup/options.ts";
import { reachableUrl } from "#processes/up/addresses.ts";
import { freePort } from "#processes/up/children/tied-process.ts";

const SECRET_KEY = "sk_test_simulated";
/** Overrides inherited variables; an empty variable counts as not set. */
const NO_SALES_ENV = { STRIPE_SECRET_KEY: "", STRIPE_WEBHOOK_SECRET: "", STRIPE_API_URL: "" };

export type StripeSettings = { port: number; webhookUrl: string; webhookSecret: string; stateFile: string };

type Sales = {
  /** For the web process and the worker. */
  env: Readonly<Record<string, string>>;
  /** Of the simulator, if it sells. */
  simulator?: StripeSettings;
};

/**
 * Who sells plans in this run. The simulator's state file belongs to one database, whose users it knows.
 */
export async function prepareSales(options: LaunchOptions, folder: string): Promise<Sales> {
  if (options.sales === "none") return { env: NO_SALES_ENV };
  if (options.sales === "configured") return { env: {} };
  const port = await freePort();
  const webhookSecret = await ensureWebhookSecret(options.dataDir);
  const name = `stripe-${options.feed.database}.json`;
  await moveOlderState(join(options.dataDir, name), folder, name);
  return {
    env: {
      STRIPE_SECRET_KEY: SECRET_KEY,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_API_URL: `http://127.0.0.1:${port}`,
    },
    simulator: {
      port,
      webhookUrl: `${reachableUrl(options.env.HOST, options.port)}/api/stripe/webhook`,
      webhookSecret,
      stateFile: join(folder, name),
    },
  };
}

/** Earlier versions wrote it into the data directory itself. */
async function moveOlderState(older: string, folder: string, name: string): Promise<void> {
  if (!existsSync(older) || existsSync(join(folder, name))) return;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await rename(older, join(folder, name));
}
