import type { World } from "#simulators/stripe/world.ts";
import type { Invoice, Subscription } from "#simulators/stripe/wire.ts";

export const isEnded = (subscription: Subscription): boolean =>
  subscription.status === "canceled" || subscription.status === "incomplete_expired";

const invoicesOf = (world: World, subscription: Subscription) =>
  [...world.state.invoices.values()].filter(
    (invoice) => invoice.parent.subscription_details.subscription === subscription.id,
  );

/** Stops collecting unpaid invoices, as Stripe does when a subscription ends. */
function stopCollecting(world: World, subscription: Subscription): void {
  for (const invoice of invoicesOf(world, subscription)) {
    if (invoice.status !== "draft" && invoice.status !== "open") continue;
    world.change("invoice.updated", invoice, invoice.test_clock, (one) => {
      one.auto_advance = false;
      one.automatically_finalizes_at = null;
      one.next_payment_attempt = null;
    });
  }
}

/** Ends a subscription now, permanently. */
export function endSubscription(
  world: World,
  subscription: Subscription,
  reason: "cancellation_requested" | "payment_failed" | null,
): void {
  const now = world.nowS(subscription.test_clock);
  world.state.pendingLines.delete(subscription.id);
  subscription.status = "canceled";
  subscription.canceled_at ??= now;
  subscription.ended_at = now;
  subscription.cancellation_details.reason ??= reason;
  world.emit("customer.subscription.deleted", subscription, subscription.test_clock);
  stopCollecting(world, subscription);
}

export function voidInvoice(world: World, invoice: Invoice): void {
  invoice.status = "void";
  invoice.auto_advance = false;
  invoice.next_payment_attempt = null;
  invoice.status_transitions.voided_at = world.nowS(invoice.test_clock);
  world.emit("invoice.voided", invoice, invoice.test_clock);
}

/** Expires a subscription whose first payment did not succeed within 23 hours. */
export function expireSubscription(world: World, subscription: Subscription): void {
  world.change("customer.subscription.updated", subscription, subscription.test_clock, (one) => {
    one.status = "incomplete_expired";
    one.ended_at = world.nowS(one.test_clock);
  });
  for (const invoice of invoicesOf(world, subscription))
    if (invoice.status === "open") voidInvoice(world, invoice);
}

/** Schedules the end, or cancels that with null. `flag` sets `cancel_at_period_end`, which the portal does not. */
export function scheduleCancellation(
  world: World,
  subscription: Subscription,
  plan: { atS: number; flag: boolean } | null,
): void {
  const now = world.nowS(subscription.test_clock);
  subscription.cancel_at = plan?.atS ?? null;
  subscription.cancel_at_period_end = plan?.flag ?? false;
  subscription.canceled_at = plan === null ? null : now;
  subscription.cancellation_details.reason = plan === null ? null : "cancellation_requested";
  if (plan !== null)
    world.schedule("subscription.cancel", subscription.id, plan.atS, subscription.test_clock);
}
