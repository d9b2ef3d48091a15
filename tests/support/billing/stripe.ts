import { Stripe } from "stripe";
import type { StripeAccount } from "#platform/stripe.ts";
import type { Clock } from "#platform/clock.ts";
import { createProPrices } from "#simulators/stripe/fixture.ts";
import { startStripeSimulator } from "#simulators/stripe/server.ts";
import type { StripeSimulator, StripeSimulatorOptions } from "#simulators/stripe/server.ts";

export const WEBHOOK_SECRET = "whsec_test_of_this_site";
export const STRIPE_KEY = "sk_test_simulated";

export type TestStripe = {
  readonly simulator: StripeSimulator;
  /** What the site under test is given. */
  readonly account: StripeAccount;
  /** Stripe's client in the hands of the test: what a person does in the dashboard or the portal. */
  readonly stripe: Stripe;
  readonly prices: { monthly: string; yearly: string };
  /** Presses the button of a checkout page; `card` is a number, or null to begin the trial without one. */
  readonly press: (url: string, card?: string | null) => Promise<number>;
  readonly close: () => Promise<void>;
};

type Options = Partial<Omit<StripeSimulatorOptions, "port" | "now">> & {
  clock?: Clock;
  /** Of the site's client: how long it waits for an answer, and how often it asks again. */
  timeoutMs?: number;
  retries?: number;
};

export const clientOf = (url: string, opts: { timeoutMs?: number; retries?: number } = {}): Stripe =>
  new Stripe(STRIPE_KEY, {
    host: new URL(url).hostname,
    port: Number(new URL(url).port),
    protocol: "http",
    telemetry: false,
    timeout: opts.timeoutMs ?? 10_000,
    maxNetworkRetries: opts.retries ?? 0,
  });

/** A Stripe of the test's own, on a free port, that sells Pro. */
export async function startTestStripe(opts: Options = {}): Promise<TestStripe> {
  const { clock, timeoutMs, retries, ...rest } = opts;
  const simulator = await startStripeSimulator({
    port: 0,
    ...(clock === undefined ? {} : { now: () => clock.now().getTime() }),
    ...rest,
  });
  const stripe = clientOf(simulator.url);
  const { monthly, yearly } = await createProPrices(stripe);
  return {
    simulator,
    stripe,
    account: {
      stripe: clientOf(simulator.url, {
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
        ...(retries === undefined ? {} : { retries }),
      }),
      webhookSecrets: [WEBHOOK_SECRET],
      testMode: true,
    },
    prices: { monthly: monthly.id, yearly: yearly.id },
    press: async (url, card = "4242 4242 4242 4242") => {
      const typed = { number: card ?? "", expiry: "12 / 34", cvc: "123", name: "Zezima" };
      const body = new URLSearchParams(card === null ? { without_card: "yes" } : typed);
      return (await fetch(url, { method: "POST", body, redirect: "manual" })).status;
    },
    close: simulator.close,
  };
}

/** Gives a customer a card: one that pays, or one that is declined whenever it is charged. */
export async function attachCard(
  stripe: Stripe,
  customer: string,
  card: "good" | "failing",
): Promise<string> {
  const name = card === "good" ? "pm_card_visa" : "pm_card_chargeCustomerFail";
  const { id } = await stripe.paymentMethods.attach(name, { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
  return id;
}
