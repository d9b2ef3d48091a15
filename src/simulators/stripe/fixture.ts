import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";

import { Stripe } from "stripe";

import { startStripeSimulator } from "./server.ts";
import type { StripeSimulator, StripeSimulatorOptions } from "./server.ts";

export const SECRET = "whsec_test_one";

/** A received webhook; `event` is null if the signature was invalid. */
export type Received = { event: Stripe.Event | null; body: string; signature: string };
export type WebhookReceiver = {
  url: string;
  received: Received[];
  types: () => string[];
  /** Sets the response status, by default 200; with "hang" it never answers. */
  answer: (status: "hang" | number) => void;
  close: () => Promise<void>;
};

async function textOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request) body += String(chunk);
  return body;
}

/** Receives webhooks and checks each signature with the real SDK. */
async function openReceiver(stripe: Stripe): Promise<WebhookReceiver> {
  const received: Received[] = [];
  let status: "hang" | number = 200;
  function verify(body: string, signature: string): Stripe.Event | null {
    try {
      return stripe.webhooks.constructEvent(body, signature, SECRET);
    } catch {
      return null;
    }
  }
  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    const signature = String(request.headers["stripe-signature"]);
    received.push({ event: verify(body, signature), body, signature });
    if (status !== "hang") response.writeHead(status).end();
  }
  const server = createServer((request, response) => void receive(request, response));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}/webhook`,
    received,
    types: () => received.map(({ event }) => event?.type ?? "unsigned"),
    answer: (next) => {
      status = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export type StripeFixture = {
  simulator: StripeSimulator;
  stripe: Stripe;
  receiver: WebhookReceiver;
  close: () => Promise<void>;
};

const clientOf = (url: string) => {
  const { hostname, port } = new URL(url);
  return new Stripe("sk_test_simulated", {
    host: hostname,
    port: Number(port),
    protocol: "http",
    maxNetworkRetries: 0,
    telemetry: false,
  });
};

/** Starts a simulator with a client and, if requested, a webhook receiver. Close it in `afterEach`. */
export async function openStripeFixture(
  options: Partial<StripeSimulatorOptions> & { webhooks?: boolean } = {},
): Promise<StripeFixture> {
  const { webhooks = false, ...rest } = options;
  const receiver = await openReceiver(new Stripe("sk_test_unused"));
  const simulator = await startStripeSimulator({
    port: 0,
    ...(webhooks ? { webhook: { url: receiver.url, secrets: [SECRET] } } : {}),
    ...rest,
  });
  return {
    simulator,
    stripe: clientOf(simulator.url),
    receiver,
    async close() {
      await simulator.close();
      await receiver.close();
    },
  };
}

/** Creates the product and prices that most tests need. */
export async function createProPrices(stripe: Stripe) {
  const product = await stripe.products.create({ name: "Pro" });
  const priced = (key: string, amount: number, interval: "month" | "year") =>
    stripe.prices.create({
      product: product.id,
      currency: "usd",
      unit_amount: amount,
      lookup_key: key,
      recurring: { interval },
    });
  const monthly = await priced("pro_monthly", 999, "month");
  const yearly = await priced("pro_yearly", 9990, "year");
  return { product, monthly, yearly };
}

/** Creates a customer with a working card, unless another predefined card is given. */
export async function addCustomer(stripe: Stripe, card: string | null = "pm_card_visa", testClock?: string) {
  const customer = await stripe.customers.create({
    email: "trader@example.com",
    ...(testClock === undefined ? {} : { test_clock: testClock }),
  });
  if (card === null) return customer;
  const method = await stripe.paymentMethods.attach(card, { customer: customer.id });
  return stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: method.id } });
}

/** Moves a test clock and waits for its tasks and webhooks. */
export async function advanceClock(
  { stripe, simulator }: StripeFixture,
  clock: string,
  toS: number,
): Promise<void> {
  await stripe.testHelpers.testClocks.advance(clock, { frozen_time: toS });
  await simulator.control.settle();
}

/** The types of the newest hundred events, oldest first. */
export async function eventTypes(stripe: Stripe): Promise<string[]> {
  const { data } = await stripe.events.list({ limit: 100 });
  return data.map(({ type }) => type).toReversed();
}
