import { prorate } from "./proration.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { InvoiceLine, Subscription, SubscriptionItem } from "#simulators/stripe/wire.ts";

export type Period = { start: number; end: number };

const money = (cents: number, currency: string) => `${(cents / 100).toFixed(2)} ${currency.toUpperCase()}`;
const DAYS = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});
const dayOf = (seconds: number) => DAYS.format(seconds * 1000);

export const itemAmount = (item: SubscriptionItem): number => item.price.unit_amount * item.quantity;
export const itemPeriod = (item: SubscriptionItem): Period => ({
  start: item.current_period_start,
  end: item.current_period_end,
});

const productName = (world: World, item: SubscriptionItem) =>
  world.state.products.get(item.price.product)?.name ?? item.price.product;

function buildLine(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  one: { amount: number; description: string; period: Period; proration: boolean },
): InvoiceLine {
  return {
    id: world.newId("il"),
    object: "line_item",
    amount: one.amount,
    currency: subscription.currency,
    description: one.description,
    discount_amounts: [],
    discountable: !one.proration,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: {},
    parent: {
      type: "subscription_item_details",
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: one.proration ? world.newId("ii") : null,
        proration: one.proration,
        proration_details: { credited_items: null },
        subscription: subscription.id,
        subscription_item: item.id,
      },
    },
    period: one.period,
    pretax_credit_amounts: [],
    pricing: {
      type: "price_details",
      price_details: { price: item.price.id, product: item.price.product },
      unit_amount_decimal: item.price.unit_amount_decimal,
    },
    quantity: item.quantity,
    quantity_decimal: String(item.quantity),
    subscription: subscription.id,
    subtotal: one.amount,
    taxes: [],
  };
}

/** A line for one period of an item at its full price, or zero during a trial. */
export function periodLine(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  options: { period: Period; trial: boolean },
): InvoiceLine {
  const name = productName(world, item);
  const price = money(item.price.unit_amount, subscription.currency);
  const every = item.price.recurring?.interval ?? "month";
  return buildLine(world, subscription, item, {
    amount: options.trial ? 0 : itemAmount(item),
    description: options.trial
      ? `Trial period for ${name}`
      : `${item.quantity} × ${name} (at ${price} / ${every})`,
    period: options.period,
    proration: false,
  });
}

/** The credit (`sign` -1) or charge (1) for the rest of an item's period from `at` on. */
export function prorationLine(
  world: World,
  subscription: Subscription,
  item: SubscriptionItem,
  options: { period: Period; at: number; sign: -1 | 1 },
): InvoiceLine {
  const words = options.sign === -1 ? "Unused" : "Remaining";
  return buildLine(world, subscription, item, {
    amount: options.sign * prorate(itemAmount(item), options.period, options.at),
    description: `${words} time on ${productName(world, item)} after ${dayOf(options.at)}`,
    period: { start: options.at, end: options.period.end },
    proration: true,
  });
}
