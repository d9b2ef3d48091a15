import { changeItems } from "#simulators/stripe/billing/change.ts";
import type { ItemChange } from "#simulators/stripe/billing/change.ts";
import { periodOf, restartPeriod, schedulePeriod, setPeriod } from "#simulators/stripe/billing/cycle.ts";
import { isEnded, scheduleCancellation } from "#simulators/stripe/billing/ending.ts";
import { chargeDecline } from "#simulators/stripe/billing/cards.ts";
import { methodFor } from "#simulators/stripe/billing/methods.ts";
import { badParam, cardError, notFound, refused } from "#simulators/stripe/errors.ts";
import type { Params } from "#simulators/stripe/params.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { Subscription } from "#simulators/stripe/wire.ts";
import { findMethod } from "./methods.ts";
import { findPrice } from "./prices.ts";

const PRORATION_BEHAVIORS = ["always_invoice", "create_prorations", "none"] as const;

/** Reads the item changes of an update or a preview. */
export function readItems(world: World, params: Params, subscription: Subscription | null): ItemChange[] {
  return params.hashes("items").map((item) => {
    const id = item.text("id") ?? null;
    const price = item.text("price");
    if (id !== null && subscription?.items.data.some((one) => one.id === id) !== true)
      throw notFound("subscription item", id, `${item.path}[id]`);
    return {
      id,
      price: price === undefined ? null : findPrice(world, price, `${item.path}[price]`),
      quantity: item.has("quantity") ? item.quantity("quantity") : null,
      deleted: item.flag("deleted") ?? false,
    };
  });
}

export const readProrationBehavior = (params: Params) =>
  params.choice("proration_behavior", PRORATION_BEHAVIORS) ?? ("create_prorations" as const);

type Cancellation = { atS: number; flag: boolean } | null | undefined;

function readCancellation(params: Params, subscription: Subscription): Cancellation {
  const flag = params.flag("cancel_at_period_end");
  const at = params.emptyable("cancel_at");
  if (flag !== undefined && at !== undefined)
    throw badParam(
      "cancel_at",
      "You may only specify one of these parameters: cancel_at, cancel_at_period_end.",
    );
  const { end } = periodOf(subscription);
  // False takes back an end with the period, and leaves a date that was set by `cancel_at`.
  if (flag === false) return subscription.cancel_at_period_end ? null : undefined;
  if (flag === true) return { atS: end, flag: true };
  if (at === undefined || at === null) return at;
  const atS = at === "min_period_end" || at === "max_period_end" ? end : Number(at);
  if (!Number.isSafeInteger(atS)) throw badParam("cancel_at", "Invalid timestamp.");
  return { atS, flag: false };
}

function readPause(params: Params): Subscription["pause_collection"] | undefined {
  if (!params.has("pause_collection")) return undefined;
  const pause = params.hash("pause_collection");
  if (pause === undefined) return null;
  const behavior = pause.choice("behavior", ["keep_as_draft", "mark_uncollectible", "void"]);
  if (behavior === undefined) throw badParam("pause_collection[behavior]", "Missing required param.");
  return { behavior, resumes_at: pause.integer("resumes_at") ?? null };
}

function readTrialEnd(params: Params, now: number): number | "now" | undefined {
  const value = params.text("trial_end");
  if (value === undefined || value === "now") return value;
  const at = Number(value);
  if (!Number.isSafeInteger(at) || at <= now)
    throw badParam("trial_end", "Invalid timestamp: must be an integer Unix timestamp in the future.");
  return at;
}

function moveTrialEnd(world: World, subscription: Subscription, end: number | "now"): void {
  if (end === "now") {
    if (subscription.status === "trialing") restartPeriod(world, subscription);
    return;
  }
  world.change("customer.subscription.updated", subscription, subscription.test_clock, (one) => {
    one.status = "trialing";
    one.trial_start ??= world.nowS(one.test_clock);
    one.trial_end = end;
    one.billing_cycle_anchor = end;
    setPeriod(one, { start: periodOf(one).start, end });
  });
  schedulePeriod(world, subscription);
}

/** `POST /v1/subscriptions/:id`: applies metadata, card and cancellation first, then the items, then the trial. */
export function updateSubscription(world: World, params: Params, subscription: Subscription): Subscription {
  const now = world.nowS(subscription.test_clock);
  const metadata = params.metadata(subscription.metadata);
  const description = params.emptyable("description");
  const method = params.emptyable("default_payment_method");
  const end = readCancellation(params, subscription);
  const trialEnd = readTrialEnd(params, now);
  const items = readItems(world, params, subscription);
  const prorationBehavior = readProrationBehavior(params);
  const atS = params.integer("proration_date") ?? now;
  const behavior = params.choice("payment_behavior", [
    "allow_incomplete",
    "error_if_incomplete",
    "default_incomplete",
  ]);
  const missing = params
    .hash("trial_settings")
    ?.hash("end_behavior")
    ?.choice("missing_payment_method", ["cancel", "create_invoice", "pause"]);
  const pause = readPause(params);
  const details = params.hash("cancellation_details");
  const comment = details?.emptyable("comment");
  details?.ignore("feedback");
  params.choice("billing_cycle_anchor", ["unchanged"]);
  params.ignore("off_session", "payment_settings", "collection_method");
  params.finish();
  if (isEnded(subscription) && (items.length > 0 || end !== undefined || trialEnd !== undefined))
    throw refused(
      "A canceled subscription can only update its cancellation_details and metadata.",
      "resource_missing",
      404,
    );
  if (
    typeof method === "string" &&
    findMethod(world, method, "default_payment_method").customer !== subscription.customer
  )
    throw badParam(
      "default_payment_method",
      "The customer does not have a payment method with that ID.",
      "resource_missing",
    );
  const card = methodFor(world, subscription);
  if (behavior === "error_if_incomplete" && items.length > 0 && prorationBehavior === "always_invoice") {
    const decline = card === null ? null : chargeDecline(card);
    if (decline !== null) throw cardError(decline);
  }
  world.change("customer.subscription.updated", subscription, subscription.test_clock, (one) => {
    one.metadata = metadata;
    if (description !== undefined) one.description = description;
    if (method !== undefined) one.default_payment_method = method;
    if (comment !== undefined) one.cancellation_details.comment = comment;
    if (missing !== undefined) one.trial_settings.end_behavior.missing_payment_method = missing;
    if (end !== undefined) scheduleCancellation(world, one, end);
    if (pause !== undefined) one.pause_collection = pause;
  });
  if (pause?.resumes_at)
    world.schedule("subscription.collect_again", subscription.id, pause.resumes_at, subscription.test_clock);
  if (items.length > 0) changeItems(world, subscription, { items, prorationBehavior, atS });
  if (trialEnd !== undefined) moveTrialEnd(world, subscription, trialEnd);
  return subscription;
}
