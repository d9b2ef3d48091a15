import { join } from "node:path";
import { ensurePrices } from "#features/billing/stripe/ensure-prices.ts";
import { openStripe } from "#platform/stripe.ts";
import { SIMULATOR_HEAP_MB, describeStartFailure, startApp } from "#processes/up/children/apps.ts";
import { ensureWebhookSecret } from "./kept-secret.ts";
import type { LaunchOptions } from "./options.ts";
import { waitUntilAnswers } from "#processes/up/children/readiness.ts";
import type { Run } from "#processes/up/run.ts";
import { freePort } from "#processes/up/children/tied-process.ts";

const START_LIMIT_MS = 60_000;
const SECRET_KEY = "sk_test_simulated";

export type StartedSales = {
  /** For the web process and the worker. */
  readonly env: Readonly<Record<string, string>>;
  /** Resolves once the prices exist. */
  readonly ready: () => Promise<void>;
};

/** Overrides inherited variables; an empty variable counts as not set. */
const NO_SALES_ENV = { STRIPE_SECRET_KEY: "", STRIPE_WEBHOOK_SECRET: "", STRIPE_API_URL: "" };
const resolved = () => Promise.resolve();

/**
 * Starts the Stripe simulator if the run has no Stripe account. Its state file belongs to one database, whose users
 * it knows. It starts while the stores do; the launcher waits for it last.
 */
export async function startSales(options: LaunchOptions, run: Run): Promise<StartedSales> {
  if (options.sales === "none") return { env: NO_SALES_ENV, ready: resolved };
  if (options.sales === "configured") return { env: {}, ready: resolved };
  const port = await freePort();
  const webhookSecret = await ensureWebhookSecret(options.dataDir);
  const apiUrl = `http://127.0.0.1:${port}`;
  const simulator = await startApp(options, run, {
    name: "stripe",
    script: "src/simulators/stripe/main.ts",
    sources: /^simulators\/stripe\//,
    args: [
      ["--port", String(port)],
      ["--webhook", `http://127.0.0.1:${options.port}/api/stripe/webhook`],
      ["--webhook-secret", "-"],
      ["--state", join(options.dataDir, `stripe-${options.feed.database}.json`)],
    ].flat(),
    input: webhookSecret,
    heapMb: SIMULATOR_HEAP_MB,
    env: {},
  });
  const createPrices = async () => {
    await waitUntilAnswers({
      url: apiUrl,
      accept: () => true,
      limitMs: START_LIMIT_MS,
      signal: run.signal,
      failed: () => describeStartFailure("stripe", simulator),
    });
    await ensurePrices(openStripe({ secretKey: SECRET_KEY, apiUrl }));
  };
  const pricesReady = createPrices();
  // The error is reported where `ready` is awaited.
  pricesReady.catch(() => undefined);
  return {
    env: { STRIPE_SECRET_KEY: SECRET_KEY, STRIPE_WEBHOOK_SECRET: webhookSecret, STRIPE_API_URL: apiUrl },
    ready: () => pricesReady,
  };
}
