import { paginate } from "#simulators/stripe/api/lists.ts";
import type { Route } from "#simulators/stripe/api/routes.ts";
import { expireSession } from "#simulators/stripe/billing/checkout.ts";
import { checkPrices } from "#simulators/stripe/billing/start.ts";
import { badParam, missingParam, notFound, refused } from "#simulators/stripe/errors.ts";
import type { Params } from "#simulators/stripe/params.ts";
import type { CheckoutOrder } from "#simulators/stripe/state.ts";
import { DAY_S, HOUR_S } from "#simulators/stripe/time.ts";
import { clockOf } from "#simulators/stripe/world.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { CheckoutSession } from "#simulators/stripe/wire.ts";
import { findCustomer } from "./customers.ts";
import { findPrice } from "./prices.ts";
import { readMissingMethod } from "./subscriptions.ts";

const PATH = "/v1/checkout/sessions";
const UNUSED = [
  "allow_promotion_codes",
  "automatic_tax",
  "billing_address_collection",
  "consent_collection",
  "custom_text",
  "customer_update",
  "locale",
  "payment_method_types",
  "phone_number_collection",
  "saved_payment_method_options",
  "submit_type",
  "tax_id_collection",
];
/** Stripe requires at least two days for a trial given by its end. */
const MIN_TRIAL_S = 2 * DAY_S;

export function findSession(world: World, id: string): CheckoutSession {
  const found = world.state.checkoutSessions.get(id);
  if (found === undefined) throw notFound("checkout.session", id);
  return found;
}

function readUrl(params: Params, name: string): string | null {
  const value = params.text(name);
  if (value === undefined) return null;
  if (URL.parse(value) === null) throw badParam(name, "Not a valid URL", "url_invalid");
  return value;
}

function readOrder(world: World, params: Params, now: number): CheckoutOrder {
  const items = params.hashes("line_items").map((item) => ({
    price: findPrice(world, item.required("price"), `${item.path}[price]`).id,
    quantity: item.quantity("quantity"),
  }));
  if (items.length === 0) throw missingParam("line_items");
  checkPrices(
    items.map(({ price }) => findPrice(world, price)),
    "line_items",
  );
  const data = params.hash("subscription_data");
  data?.ignore("billing_mode", "invoice_settings", "proration_behavior");
  const trialDays = data?.integer("trial_period_days") ?? null;
  const trialEndS = data?.integer("trial_end") ?? null;
  if (trialDays !== null && (trialDays < 1 || trialDays > 730))
    throw badParam("subscription_data[trial_period_days]", "The trial must be between 1 and 730 days.");
  if (trialEndS !== null && trialEndS < now + MIN_TRIAL_S)
    throw badParam(
      "subscription_data[trial_end]",
      "The `trial_end` date has to be at least 2 days in the future.",
    );
  return {
    items,
    trialDays,
    trialEndS,
    metadata: data?.metadata() ?? {},
    description: data?.text("description") ?? null,
    missingMethod: data === undefined ? "create_invoice" : readMissingMethod(data),
  };
}

type Details = Pick<
  CheckoutSession,
  | "cancel_url"
  | "client_reference_id"
  | "customer"
  | "customer_email"
  | "expires_at"
  | "metadata"
  | "success_url"
> & { collection: "always" | "if_required"; allowed: string[]; amount: number; currency: string };

function buildSession(world: World, details: Details): CheckoutSession {
  const id = world.newId("cs_test");
  const { collection, allowed, amount, currency, ...given } = details;
  return {
    ...given,
    id,
    object: "checkout.session",
    adaptive_pricing: { enabled: false },
    after_expiration: null,
    allow_promotion_codes: null,
    allowed_payment_method_types: allowed.length === 0 ? null : allowed,
    amount_subtotal: amount,
    amount_total: amount,
    automatic_tax: { enabled: false, liability: null, provider: null, status: null },
    billing_address_collection: null,
    client_secret: null,
    collected_information: null,
    consent: null,
    consent_collection: null,
    created: world.nowS(clockOf(world, details.customer ?? "")),
    currency,
    currency_conversion: null,
    custom_fields: [],
    custom_text: {
      after_submit: null,
      shipping_address: null,
      submit: null,
      terms_of_service_acceptance: null,
    },
    customer_account: null,
    customer_creation: details.customer === null ? "always" : null,
    customer_details: null,
    discounts: [],
    integration_identifier: null,
    invoice: null,
    invoice_creation: null,
    livemode: false,
    locale: null,
    managed_payments: null,
    mode: "subscription",
    origin_context: null,
    payment_intent: null,
    payment_link: null,
    payment_method_collection: collection,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ["card"],
    payment_status: "unpaid",
    permissions: null,
    recovered_from: null,
    saved_payment_method_options: null,
    setup_intent: null,
    shipping_address_collection: null,
    shipping_cost: null,
    shipping_options: [],
    status: "open",
    submit_type: null,
    subscription: null,
    total_details: { amount_discount: 0, amount_shipping: 0, amount_tax: 0 },
    ui_mode: "hosted_page",
    url: `${world.baseUrl}/c/pay/${id}`,
    wallet_options: null,
  };
}

function create(world: World, params: Params): CheckoutSession {
  if (params.text("mode") !== "subscription")
    throw badParam("mode", "The simulator sells subscriptions only: mode must be subscription.");
  params.choice("ui_mode", ["hosted_page"]);
  const customer = params.text("customer") ?? null;
  const email = params.text("customer_email") ?? null;
  if (customer !== null && email !== null)
    throw badParam(
      "customer_email",
      "You may only specify one of these parameters: customer, customer_email.",
    );
  if (customer !== null) findCustomer(world, customer, "customer");
  const clock = clockOf(world, customer ?? "");
  const now = world.nowS(clock);
  const order = readOrder(world, params, now);
  const success = readUrl(params, "success_url");
  if (success === null) throw missingParam("success_url");
  const expiresAt = params.integer("expires_at") ?? now + DAY_S;
  if (expiresAt < now + HOUR_S / 2 || expiresAt > now + DAY_S)
    throw badParam(
      "expires_at",
      "The `expires_at` timestamp must be between 30 minutes and 24 hours from now.",
    );
  const allowed = params.texts("allowed_payment_method_types");
  if (allowed.length > 0 && !allowed.includes("card"))
    throw badParam("allowed_payment_method_types", "The simulator takes cards only.");
  const prices = order.items.map(({ price, quantity }) => findPrice(world, price).unit_amount * quantity);
  const free = order.trialDays !== null || order.trialEndS !== null;
  const details: Details = {
    customer,
    customer_email: email,
    success_url: success,
    cancel_url: readUrl(params, "cancel_url"),
    client_reference_id: params.text("client_reference_id") ?? null,
    metadata: params.metadata(),
    expires_at: expiresAt,
    collection: params.choice("payment_method_collection", ["always", "if_required"]) ?? "always",
    allowed,
    amount: free ? 0 : prices.reduce((total, amount) => total + amount, 0),
    currency: findPrice(world, order.items[0]?.price ?? "").currency,
  };
  params.ignore(...UNUSED);
  params.finish();
  const session = buildSession(world, details);
  world.state.checkoutSessions.set(session.id, session);
  world.state.checkoutOrders.set(session.id, order);
  world.schedule("session.expire", session.id, expiresAt, clock);
  return session;
}

function list(world: World, params: Params): object {
  const customer = params.text("customer");
  const subscription = params.text("subscription");
  const status = params.choice("status", ["open", "complete", "expired"]);
  const found = [...world.state.checkoutSessions.values()].filter(
    (one) =>
      (customer === undefined || one.customer === customer) &&
      (subscription === undefined || one.subscription === subscription) &&
      (status === undefined || one.status === status),
  );
  return paginate(params, PATH, found);
}

function retrieve(world: World, params: Params, id: string): CheckoutSession {
  params.finish();
  return findSession(world, id);
}

function expire(world: World, params: Params, id: string): CheckoutSession {
  const session = findSession(world, id);
  params.finish();
  if (session.status !== "open")
    throw refused(
      `Only Checkout Sessions with a status in ["open"] can be expired. This one is ${session.status}.`,
    );
  expireSession(world, session);
  return session;
}

export const sessionRoutes: Route[] = [
  { method: "POST", path: PATH, run: create },
  { method: "GET", path: PATH, run: list },
  { method: "GET", path: `${PATH}/:id`, run: retrieve },
  { method: "POST", path: `${PATH}/:id/expire`, run: expire },
];
