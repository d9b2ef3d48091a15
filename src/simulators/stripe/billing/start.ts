import { completeList } from "#simulators/stripe/api/lists.ts";
import { badParam, cardError } from "#simulators/stripe/errors.ts";
import { addIntervals, DAY_S, HOUR_S, sameCadence } from "#simulators/stripe/time.ts";
import { copyJson } from "#simulators/stripe/json.ts";
import type { World } from "#simulators/stripe/world.ts";
import type {
  Customer,
  MissingMethod,
  Plan,
  Price,
  Subscription,
  SubscriptionItem,
} from "#simulators/stripe/wire.ts";
import { chargeDecline } from "./cards.ts";
import { billNow } from "./collect.ts";
import { cadenceOf, schedulePeriod } from "./cycle.ts";
import { scheduleCancellation } from "./ending.ts";
import { draftInvoice } from "./invoices.ts";
import { itemPeriod, periodLine } from "./lines.ts";

const FIRST_PAYMENT_LIMIT_S = 23 * HOUR_S;

export type StartOrder = {
  customer: Customer;
  items: { price: Price; quantity: number; metadata?: Record<string, string> }[];
  trialEndS: number | null;
  defaultMethod: string | null;
  missingMethod: MissingMethod;
  metadata: Record<string, string>;
  description: string | null;
  cancelAtPeriodEnd: boolean;
  behavior: "allow_incomplete" | "default_incomplete" | "error_if_incomplete";
};

const toStripePlan = (price: Price): Plan => ({
  id: price.id,
  object: "plan",
  active: price.active,
  amount: price.unit_amount,
  amount_decimal: price.unit_amount_decimal,
  billing_scheme: "per_unit",
  created: price.created,
  currency: price.currency,
  interval: price.recurring?.interval ?? "month",
  interval_count: price.recurring?.interval_count ?? 1,
  livemode: false,
  metadata: price.metadata,
  meter: null,
  nickname: price.nickname,
  product: price.product,
  tiers_mode: null,
  transform_usage: null,
  trial_period_days: null,
  usage_type: "licensed",
});

export function newItem(
  world: World,
  options: {
    subscription: string;
    price: Price;
    quantity: number;
    period: { start: number; end: number };
    metadata?: Record<string, string>;
  },
): SubscriptionItem {
  const { price, period } = options;
  return {
    id: world.newId("si"),
    object: "subscription_item",
    billing_thresholds: null,
    created: period.start,
    current_period_end: period.end,
    current_period_start: period.start,
    current_trial: null,
    discounts: [],
    metadata: options.metadata ?? {},
    plan: toStripePlan(price),
    price: copyJson(price),
    quantity: options.quantity,
    subscription: options.subscription,
    tax_rates: [],
  };
}

/** Changes an item's price, as a plan change does. */
export function repriceItem(item: SubscriptionItem, price: Price): void {
  item.price = copyJson(price);
  item.plan = toStripePlan(price);
}

/** Refuses prices that cannot be combined in one subscription. */
export function checkPrices(prices: Price[], param = "items"): void {
  const [first] = prices;
  if (first === undefined) throw badParam(param, "You must pass at least one item.");
  for (const price of prices) {
    if (!price.active)
      throw badParam(param, `The price specified is inactive. This field only accepts active prices.`);
    if (price.recurring === null)
      throw badParam(
        param,
        "The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.",
      );
    if (price.currency !== first.currency) throw badParam(param, "All prices must have the same currency.");
    if (first.recurring !== null && !sameCadence(first.recurring, price.recurring))
      throw badParam(param, "The simulator bills all items of a subscription in one interval.");
  }
}

function buildSubscription(world: World, order: StartOrder, now: number): Subscription {
  const id = world.newId("sub");
  const trialing = order.trialEndS !== null && order.trialEndS > now;
  const anchor = trialing && order.trialEndS !== null ? order.trialEndS : now;
  const [first] = order.items;
  const cadence = first?.price.recurring ?? { interval: "month" as const, interval_count: 1 };
  const period = { start: now, end: trialing ? anchor : addIntervals(now, cadence, 1) };
  return {
    id,
    object: "subscription",
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: anchor,
    billing_cycle_anchor_config: null,
    billing_mode: { flexible: { proration_discounts: "included" }, type: "flexible" },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    collection_method: "charge_automatically",
    created: now,
    currency: first?.price.currency ?? "usd",
    customer: order.customer.id,
    customer_account: null,
    days_until_due: null,
    default_payment_method: order.defaultMethod,
    default_source: null,
    default_tax_rates: [],
    description: order.description,
    discounts: [],
    ended_at: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: "self" },
    },
    items: completeList(
      `/v1/subscription_items?subscription=${id}`,
      order.items.map((item) => newItem(world, { ...item, subscription: id, period })),
    ),
    latest_invoice: null,
    livemode: false,
    managed_payments: { enabled: false },
    metadata: order.metadata,
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: "off",
    },
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: now,
    status: trialing ? "trialing" : "incomplete",
    test_clock: order.customer.test_clock,
    transfer_data: null,
    trial_end: trialing ? anchor : null,
    trial_settings: { end_behavior: { missing_payment_method: order.missingMethod } },
    trial_start: trialing ? now : null,
  };
}

/** Throws if the first payment would fail: `error_if_incomplete` then creates nothing. */
function refuseIncomplete(world: World, order: StartOrder): void {
  const id = order.defaultMethod ?? order.customer.invoice_settings.default_payment_method;
  const method = world.state.paymentMethods.get(id ?? "");
  if (method === undefined)
    throw badParam(
      "customer",
      "This customer has no attached payment source or default payment method.",
      "resource_missing",
    );
  const decline = chargeDecline(method);
  if (decline !== null) throw cardError(decline);
}

/** Starts a subscription with its first invoice, which is zero during a trial and else collected at once. */
export function startSubscription(world: World, order: StartOrder): Subscription {
  const clock = order.customer.test_clock;
  const now = world.nowS(clock);
  checkPrices(order.items.map(({ price }) => price));
  const subscription = buildSubscription(world, order, now);
  const trialing = subscription.status === "trialing";
  if (!trialing && order.behavior === "error_if_incomplete") refuseIncomplete(world, order);
  world.state.subscriptions.set(subscription.id, subscription);
  const lines = subscription.items.data.map((item) =>
    periodLine(world, subscription, item, { period: itemPeriod(item), trial: trialing }),
  );
  const invoice = draftInvoice(world, subscription, {
    reason: "subscription_create",
    lines,
    period: { start: now, end: now },
  });
  if (order.cancelAtPeriodEnd) {
    const atS = trialing ? subscription.billing_cycle_anchor : addIntervals(now, cadenceOf(subscription), 1);
    scheduleCancellation(world, subscription, { atS, flag: true });
  }
  world.emit("customer.subscription.created", subscription, clock);
  billNow(world, invoice);
  if (subscription.status === "incomplete")
    world.schedule("subscription.expire", subscription.id, now + FIRST_PAYMENT_LIMIT_S, clock);
  schedulePeriod(world, subscription);
  if (trialing && subscription.billing_cycle_anchor - now <= 3 * DAY_S)
    world.emit("customer.subscription.trial_will_end", subscription, clock);
  return subscription;
}
