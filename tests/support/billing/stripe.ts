import { Stripe } from "stripe";
import type { StripeAccount } from "#platform/stripe.ts";
import type { Clock } from "#platform/clock.ts";
import { newCardNumber } from "./card-number.ts";
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
  /** Presses the button of a checkout page; `card` is a number, by default one that nobody else has. */
  readonly press: (url: string, card?: string) => Promise<number>;
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
    press: async (url, card = newCardNumber()) => {
      const body = new URLSearchParams({ number: card, expiry: "12 / 34", cvc: "123", name: "Zezima" });
      return (await fetch(url, { method: "POST", body, redirect: "manual" })).status;
    },
    close: simulator.close,
  };
}

/** Gives a customer a new card: one that pays, or one that is declined whenever it is charged. */
export async function attachCard(
  stripe: Stripe,
  customer: string,
  card: "good" | "failing",
): Promise<string> {
  const number = newCardNumber(card === "good" ? "4242" : "0341");
  const made = await stripe.paymentMethods.create({
    type: "card",
    card: { number, exp_month: 12, exp_year: 2034 },
  });
  const { id } = await stripe.paymentMethods.attach(made.id, { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
  return id;
}
