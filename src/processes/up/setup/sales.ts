import { join } from "node:path";
import { ensurePrices } from "#features/billing/stripe/ensure-prices.ts";
import { openStripe } from "#platform/stripe.ts";
import { gaveUp, startApp } from "#processes/up/children/apps.ts";
import { ensureWebhookSecret } from "./kept-secret.ts";
import type { Plan } from "./options.ts";
import { untilAnswers } from "#processes/up/children/readiness.ts";
import type { Run } from "#processes/up/run.ts";
import { freePort } from "#processes/up/children/tied-process.ts";

const START_LIMIT_MS = 60_000;
const SECRET_KEY = "sk_test_simulated";

export type StartedSales = {
  /** For web and worker. */
  readonly env: Readonly<Record<string, string>>;
  /** Resolves once there is something to buy. */
  readonly ready: () => Promise<void>;
};

/** An empty variable is one that is not set, and what is given here goes before what they would inherit. */
const NOTHING_SOLD = { STRIPE_SECRET_KEY: "", STRIPE_WEBHOOK_SECRET: "", STRIPE_API_URL: "" };
const atOnce = () => Promise.resolve();

/**
 * Starts a Stripe of this run's own where it sells by none, with a memory beside the database whose users it knows.
 * It comes up while the stores do, and nothing waits for it before the end.
 */
export async function startSales(plan: Plan, run: Run): Promise<StartedSales> {
  if (plan.sales === "none") return { env: NOTHING_SOLD, ready: atOnce };
  if (plan.sales === "given") return { env: {}, ready: atOnce };
  const port = await freePort();
  const webhookSecret = await ensureWebhookSecret(plan.dataDir);
  const apiUrl = `http://127.0.0.1:${port}`;
  const simulator = await startApp(plan, run, {
    name: "stripe",
    script: "src/simulators/stripe/main.ts",
    sources: /^simulators\/stripe\//,
    args: [
      ["--port", String(port)],
      ["--webhook", `http://127.0.0.1:${plan.port}/api/stripe/webhook`],
      ["--webhook-secret", webhookSecret],
      ["--state", join(plan.dataDir, `stripe-${plan.feed.database}.json`)],
    ].flat(),
    env: {},
  });
  const stock = async () => {
    await untilAnswers({
      url: apiUrl,
      accept: () => true,
      limitMs: START_LIMIT_MS,
      signal: run.signal,
      failed: () => gaveUp("stripe", simulator),
    });
    await ensurePrices(openStripe({ secretKey: SECRET_KEY, apiUrl }));
  };
  const stocked = stock();
  // Told where it is waited for, which is later.
  stocked.catch(() => undefined);
  return {
    env: { STRIPE_SECRET_KEY: SECRET_KEY, STRIPE_WEBHOOK_SECRET: webhookSecret, STRIPE_API_URL: apiUrl },
    ready: () => stocked,
  };
}
