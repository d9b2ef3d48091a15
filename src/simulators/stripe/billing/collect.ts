import { DAY_S } from "#simulators/stripe/time.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { Invoice, PaymentMethod, Subscription } from "#simulators/stripe/wire.ts";
import type { Decline } from "./cards.ts";
import { chargeInvoice } from "./charges.ts";
import { endSubscription, isEnded } from "./ending.ts";
import { finalizeInvoice, subscriptionOf } from "./invoices.ts";
import { methodFor } from "./methods.ts";

const RECOVERABLE = new Set(["incomplete", "past_due", "unpaid"]);

function reactivateSubscription(world: World, subscription: Subscription, invoice: Invoice): void {
  if (subscription.latest_invoice !== invoice.id || !RECOVERABLE.has(subscription.status)) return;
  world.change("customer.subscription.updated", subscription, subscription.test_clock, (one) => {
    one.status = "active";
  });
}

function markPaid(world: World, invoice: Invoice): void {
  const now = world.nowS(invoice.test_clock);
  world.change("invoice.updated", invoice, invoice.test_clock, (one) => {
    one.status = "paid";
    one.attempted = true;
    one.amount_paid = one.amount_due;
    one.amount_remaining = 0;
    one.next_payment_attempt = null;
    one.auto_advance = false;
    one.status_transitions.paid_at = now;
  });
  world.emit("invoice.paid", invoice, invoice.test_clock);
  world.emit("invoice.payment_succeeded", invoice, invoice.test_clock);
}

/**
 * The time of the next attempt, or null after the last. A first invoice is not retried; the customer must pay it.
 */
function nextAttempt(world: World, invoice: Invoice): number | null {
  if (invoice.billing_reason === "subscription_create") return null;
  const days = world.settings.retryDays[invoice.attempt_count - 1];
  return days === undefined ? null : world.nowS(invoice.test_clock) + days * DAY_S;
}

function endRetries(world: World, subscription: Subscription): void {
  if (world.settings.afterRetries === "cancel") endSubscription(world, subscription, "payment_failed");
  if (world.settings.afterRetries !== "unpaid") return;
  world.change("customer.subscription.updated", subscription, subscription.test_clock, (one) => {
    one.status = "unpaid";
  });
}

function recordFailure(
  world: World,
  invoice: Invoice,
  options: { automatic: boolean; decline: Decline },
): void {
  const { automatic, decline } = options;
  const clock = invoice.test_clock;
  world.change("invoice.updated", invoice, clock, (one) => {
    one.attempted = true;
    if (!automatic) return;
    one.attempt_count += 1;
    one.next_payment_attempt = nextAttempt(world, one);
  });
  if (invoice.next_payment_attempt !== null && automatic)
    world.schedule("invoice.retry", invoice.id, invoice.next_payment_attempt, clock);
  world.emit("invoice.payment_failed", invoice, clock);
  if (decline.code === "authentication_required")
    world.emit("invoice.payment_action_required", invoice, clock);
  const subscription = subscriptionOf(world, invoice);
  if (subscription === undefined || isEnded(subscription) || !automatic) return;
  if (subscription.status === "active" || subscription.status === "trialing")
    world.change("customer.subscription.updated", subscription, clock, (one) => {
      one.status = "past_due";
    });
  if (invoice.next_payment_attempt === null && subscription.status === "past_due")
    endRetries(world, subscription);
}

/**
 * Collects an open invoice. An automatic attempt is counted and schedules the next; one by the customer (page,
 * `invoices.pay`) is not counted. Returns null if it is paid, else the decline.
 */
export function collectInvoice(
  world: World,
  invoice: Invoice,
  options: { automatic: boolean; method?: PaymentMethod | null },
): Decline | null {
  const subscription = subscriptionOf(world, invoice);
  const method = options.method ?? (subscription === undefined ? null : methodFor(world, subscription));
  const decline = invoice.amount_remaining === 0 ? null : chargeInvoice(world, invoice, method);
  if (decline !== null) {
    recordFailure(world, invoice, { automatic: options.automatic, decline });
    return decline;
  }
  if (subscription !== undefined) reactivateSubscription(world, subscription, invoice);
  markPaid(world, invoice);
  return null;
}

/** Announces a draft, finalizes it and collects it at once, as at a start or a change of plan. */
export function billNow(world: World, invoice: Invoice): Decline | null {
  world.emit("invoice.created", invoice, invoice.test_clock);
  finalizeInvoice(world, invoice);
  return collectInvoice(world, invoice, { automatic: true });
}
