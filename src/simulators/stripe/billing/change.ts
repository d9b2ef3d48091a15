import { addIntervals, sameCadence } from "#simulators/stripe/time.ts";
import { copyJson } from "#simulators/stripe/json.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { InvoiceLine, Price, Subscription, SubscriptionItem } from "#simulators/stripe/wire.ts";
import { billNow } from "./collect.ts";
import { cadenceOf, periodOf, schedulePeriod, setPeriod } from "./cycle.ts";
import { draftInvoice } from "./invoices.ts";
import { itemAmount, itemPeriod, periodLine, prorationLine } from "./lines.ts";
import { checkPrices, newItem, repriceItem } from "./start.ts";

export type ItemChange = {
  id: string | null;
  price: Price | null;
  quantity: number | null;
  deleted: boolean;
};
export type ProrationBehavior = "always_invoice" | "create_prorations" | "none";
export type ChangeOrder = { items: ItemChange[]; prorationBehavior: ProrationBehavior; atS: number };

/** The result of a change, computed without applying it; used by both the preview and the change. */
export type ComputedChange = {
  items: SubscriptionItem[];
  prorations: InvoiceLine[];
  /** The first period of the new interval, if the interval changes: it is billed at once. */
  restart: { start: number; end: number } | null;
  invoiceNow: boolean;
};

function applyItems(world: World, subscription: Subscription, changes: ItemChange[]): SubscriptionItem[] {
  const items = copyJson(subscription.items.data);
  for (const change of changes) {
    const index = items.findIndex((item) => item.id === change.id);
    const item = items[index];
    if (item === undefined) {
      if (change.price !== null)
        items.push(
          newItem(world, {
            subscription: subscription.id,
            price: change.price,
            quantity: change.quantity ?? 1,
            period: periodOf(subscription),
          }),
        );
      continue;
    }
    if (change.deleted) items.splice(index, 1);
    if (change.price !== null) repriceItem(item, change.price);
    if (change.quantity !== null) item.quantity = change.quantity;
  }
  checkPrices(items.map(({ price }) => price));
  return items;
}

const isSame = (a: SubscriptionItem, b: SubscriptionItem) =>
  a.price.id === b.price.id && a.quantity === b.quantity;

export function computeChange(world: World, subscription: Subscription, order: ChangeOrder): ComputedChange {
  const before = subscription.items.data;
  const items = applyItems(world, subscription, order.items);
  const cadence = items[0]?.price.recurring ?? cadenceOf(subscription);
  const billed = subscription.status !== "trialing" && subscription.status !== "paused";
  const restarts = billed && !sameCadence(cadence, cadenceOf(subscription));
  const period = periodOf(subscription);
  const at = order.atS;
  const isAffected = (item: SubscriptionItem, others: SubscriptionItem[]) => {
    const other = others.find((one) => one.id === item.id);
    return restarts || other === undefined || !isSame(item, other);
  };
  const prorated = billed && order.prorationBehavior !== "none";
  const credits = prorated
    ? before
        .filter((item) => isAffected(item, items) && itemAmount(item) > 0)
        .map((item) => prorationLine(world, subscription, item, { period, at, sign: -1 }))
    : [];
  const debits =
    prorated && !restarts
      ? items
          .filter((item) => isAffected(item, before) && itemAmount(item) > 0)
          .map((item) => prorationLine(world, subscription, item, { period, at, sign: 1 }))
      : [];
  const prorations = [...credits, ...debits];
  return {
    items,
    prorations,
    restart: restarts ? { start: at, end: addIntervals(at, cadence, 1) } : null,
    invoiceNow: restarts || (order.prorationBehavior === "always_invoice" && prorations.length > 0),
  };
}

/** The lines of the invoice that a change creates at once. */
export function immediateLines(
  world: World,
  subscription: Subscription,
  plan: ComputedChange,
): InvoiceLine[] {
  const { restart } = plan;
  const full =
    restart === null
      ? []
      : plan.items.map((item) => periodLine(world, subscription, item, { period: restart, trial: false }));
  return [...plan.prorations, ...full];
}

/**
 * Changes a subscription's items. With the same interval the billing date stays; another interval starts a new
 * period.
 */
export function changeItems(world: World, subscription: Subscription, order: ChangeOrder): void {
  const plan = computeChange(world, subscription, order);
  const invoice = world.change(
    "customer.subscription.updated",
    subscription,
    subscription.test_clock,
    (one) => {
      one.items.data = plan.items;
      if (plan.restart !== null) {
        one.billing_cycle_anchor = plan.restart.start;
        setPeriod(one, plan.restart);
        if (one.cancel_at_period_end) one.cancel_at = plan.restart.end;
      }
      if (!plan.invoiceNow) {
        const waiting = world.state.pendingLines.get(one.id) ?? [];
        if (plan.prorations.length > 0)
          world.state.pendingLines.set(one.id, [...waiting, ...plan.prorations]);
        return null;
      }
      const [first] = plan.items;
      const period = first === undefined ? periodOf(one) : itemPeriod(first);
      return draftInvoice(world, one, {
        reason: "subscription_update",
        lines: immediateLines(world, one, plan),
        period,
      });
    },
  );
  if (plan.restart !== null) {
    schedulePeriod(world, subscription);
    if (subscription.cancel_at !== null)
      world.schedule("subscription.cancel", subscription.id, subscription.cancel_at, subscription.test_clock);
  }
  if (invoice !== null) billNow(world, invoice);
}
