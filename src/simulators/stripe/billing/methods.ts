import { createHash } from "node:crypto";
import { cardError } from "#simulators/stripe/errors.ts";
import { clockOf } from "#simulators/stripe/world.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { PaymentMethod, Subscription } from "#simulators/stripe/wire.ts";
import { attachDecline } from "./cards.ts";

export type CardDetails = { number: string; expMonth: number; expYear: number; name: string | null };

/** The same for each card of one number, whichever customer has it, and not the number. */
const fingerprintOf = (number: string): string =>
  createHash("sha256")
    .update(number)
    .digest("base64url")
    .replaceAll(/[^a-zA-Z0-9]/g, "")
    .slice(0, 16);

/** Creates a card that is not attached to a customer. */
export function createCard(world: World, { number, expMonth, expYear, name }: CardDetails): PaymentMethod {
  const brand = number.startsWith("5") ? "mastercard" : "visa";
  const method: PaymentMethod = {
    id: world.newId("pm"),
    object: "payment_method",
    allow_redisplay: "unspecified",
    billing_details: { address: null, email: null, name, phone: null, tax_id: null },
    card: {
      brand,
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
      country: "US",
      display_brand: brand,
      exp_month: expMonth,
      exp_year: expYear,
      fingerprint: fingerprintOf(number),
      funding: "credit",
      generated_from: null,
      last4: number.slice(-4),
      networks: { available: [brand], preferred: null },
      regulated_status: "unregulated",
      three_d_secure_usage: { supported: true },
      wallet: null,
    },
    created: world.nowS(null),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: "card",
  };
  world.state.paymentMethods.set(method.id, method);
  return method;
}

/** Attaches a card to a customer; throws 402 if it is declined. */
export function attachMethod(world: World, method: PaymentMethod, customer: string): void {
  const decline = attachDecline(method);
  if (decline !== null) throw cardError(decline);
  method.customer = customer;
  world.emit("payment_method.attached", method, clockOf(world, customer));
}

/** Detaches a card from its customer and clears it wherever it was the default. */
export function detachMethod(world: World, method: PaymentMethod): void {
  const owner = method.customer;
  const clock = owner === null ? null : clockOf(world, owner);
  world.change("payment_method.detached", method, clock, (one) => {
    one.customer = null;
  });
  const customer = world.state.customers.get(owner ?? "");
  if (customer !== undefined)
    world.change("customer.updated", customer, clock, (one) => {
      if (one.invoice_settings.default_payment_method === method.id)
        one.invoice_settings.default_payment_method = null;
    });
  for (const subscription of world.state.subscriptions.values()) {
    if (subscription.default_payment_method !== method.id) continue;
    world.change("customer.subscription.updated", subscription, clock, (one) => {
      one.default_payment_method = null;
    });
  }
}

/** The card for the subscription's invoices: its own default, else the customer's. */
export function methodFor(world: World, subscription: Subscription): PaymentMethod | null {
  const customer = world.state.customers.get(subscription.customer);
  const id = subscription.default_payment_method ?? customer?.invoice_settings.default_payment_method;
  return world.state.paymentMethods.get(id ?? "") ?? null;
}
