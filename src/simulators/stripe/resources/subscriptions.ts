import { paginate, readBounds } from "#simulators/stripe/api/lists.ts";
import type { Route } from "#simulators/stripe/api/routes.ts";
import { restartPeriod } from "#simulators/stripe/billing/cycle.ts";
import { isEnded } from "#simulators/stripe/billing/ending.ts";
import { cancelSubscription } from "#simulators/stripe/billing/cancel.ts";
import { startSubscription } from "#simulators/stripe/billing/start.ts";
import { badParam, notFound, refused } from "#simulators/stripe/errors.ts";
import type { Params } from "#simulators/stripe/params.ts";
import { DAY_S } from "#simulators/stripe/time.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { Subscription } from "#simulators/stripe/wire.ts";
import { findCustomer } from "./customers.ts";
import { findMethod } from "./methods.ts";
import { findPrice } from "./prices.ts";
import { updateSubscription } from "./update.ts";

const PATH = "/v1/subscriptions";
const STATUSES = [
  "active",
  "all",
  "canceled",
  "ended",
  "incomplete",
  "incomplete_expired",
  "past_due",
  "paused",
  "trialing",
  "unpaid",
] as const;
const BEHAVIOURS = ["allow_incomplete", "default_incomplete", "error_if_incomplete"] as const;

export function findSubscription(world: World, id: string, param?: string): Subscription {
  const found = world.state.subscriptions.get(id);
  if (found === undefined) throw notFound("subscription", id, param);
  return found;
}

/** The end of a trial, given in days or as a timestamp; null if there is none. */
function readTrial(params: Params, now: number): number | null {
  const days = params.integer("trial_period_days");
  const end = params.text("trial_end");
  if (days !== undefined && end !== undefined)
    throw badParam(
      "trial_end",
      "You may only specify one of these parameters: trial_end, trial_period_days.",
    );
  if (days !== undefined) return days > 0 ? now + days * DAY_S : null;
  if (end === undefined || end === "now") return null;
  const at = Number(end);
  if (!Number.isSafeInteger(at) || at <= now)
    throw badParam("trial_end", "Invalid timestamp: must be an integer Unix timestamp in the future.");
  return at;
}

export const readMissingMethod = (params: Params) =>
  params
    .hash("trial_settings")
    ?.hash("end_behavior")
    ?.choice("missing_payment_method", ["cancel", "create_invoice", "pause"]) ?? "create_invoice";

function create(world: World, params: Params): Subscription {
  const customer = findCustomer(world, params.required("customer"), "customer");
  const items = params.hashes("items").map((item) => ({
    price: findPrice(world, item.required("price"), `${item.path}[price]`),
    quantity: item.quantity("quantity"),
    metadata: item.metadata(),
  }));
  const method = params.text("default_payment_method");
  const order = {
    customer,
    items,
    trialEndS: readTrial(params, world.nowS(customer.test_clock)),
    missingMethod: readMissingMethod(params),
    metadata: params.metadata(),
    description: params.emptyable("description") ?? null,
    cancelAtPeriodEnd: params.flag("cancel_at_period_end") ?? false,
    behavior: params.choice("payment_behavior", BEHAVIOURS) ?? "allow_incomplete",
  };
  params.ignore(
    "collection_method",
    "off_session",
    "payment_settings",
    "proration_behavior",
    "billing_mode",
    "currency",
  );
  params.finish();
  const defaultMethod = method === undefined ? null : findMethod(world, method, "default_payment_method");
  if (defaultMethod !== null && defaultMethod.customer !== customer.id)
    throw badParam(
      "default_payment_method",
      "The customer does not have a payment method with that ID.",
      "resource_missing",
    );
  return startSubscription(world, { ...order, defaultMethod: defaultMethod?.id ?? null });
}

function list(world: World, params: Params): object {
  const customer = params.text("customer");
  const price = params.text("price");
  const status = params.choice("status", STATUSES);
  const clock = params.text("test_clock");
  const within = readBounds(params, "created");
  const wanted = (one: Subscription) => {
    if (status === "all") return true;
    if (status === undefined) return !isEnded(one);
    return status === "ended" ? isEnded(one) : one.status === status;
  };
  const found = [...world.state.subscriptions.values()].filter(
    (one) =>
      wanted(one) &&
      (customer === undefined ? clock !== undefined || one.test_clock === null : one.customer === customer) &&
      (clock === undefined || one.test_clock === clock) &&
      (price === undefined || one.items.data.some((item) => item.price.id === price)) &&
      within(one.created),
  );
  return paginate(params, PATH, found);
}

function retrieve(world: World, params: Params, id: string): Subscription {
  params.finish();
  return findSubscription(world, id);
}

const update = (world: World, params: Params, id: string): Subscription =>
  updateSubscription(world, params, findSubscription(world, id));

function cancel(world: World, params: Params, id: string): Subscription {
  const subscription = findSubscription(world, id);
  const invoiceNow = params.flag("invoice_now") ?? false;
  const prorate = params.flag("prorate") ?? false;
  const comment = params.hash("cancellation_details")?.emptyable("comment");
  params.finish();
  if (isEnded(subscription)) throw notFound("subscription", id);
  if (comment !== undefined) subscription.cancellation_details.comment = comment;
  cancelSubscription(world, subscription, { invoiceNow, prorate });
  return subscription;
}

function resume(world: World, params: Params, id: string): Subscription {
  const subscription = findSubscription(world, id);
  params.choice("billing_cycle_anchor", ["now"]);
  params.ignore("proration_behavior", "proration_date", "payment_behavior");
  params.finish();
  if (subscription.status !== "paused")
    throw refused("Only subscriptions with status `paused` can be resumed.");
  restartPeriod(world, subscription);
  world.emit("customer.subscription.resumed", subscription, subscription.test_clock);
  return subscription;
}

export const subscriptionRoutes: Route[] = [
  { method: "POST", path: PATH, run: create },
  { method: "GET", path: PATH, run: list },
  { method: "GET", path: `${PATH}/:id`, run: retrieve },
  { method: "POST", path: `${PATH}/:id`, run: update },
  { method: "DELETE", path: `${PATH}/:id`, run: cancel },
  { method: "POST", path: `${PATH}/:id/resume`, run: resume },
];
