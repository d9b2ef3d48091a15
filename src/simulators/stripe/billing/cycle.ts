import { addIntervals, DAY_S, nextBoundary } from "#simulators/stripe/time.ts";
import type { Cadence } from "#simulators/stripe/time.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { Invoice, Subscription } from "#simulators/stripe/wire.ts";
import { billNow } from "./collect.ts";
import { endSubscription, voidInvoice } from "./ending.ts";
import { draftInvoice, finalizeInvoice } from "./invoices.ts";
import { itemPeriod, periodLine } from "./lines.ts";
import type { Period } from "./lines.ts";
import { methodFor } from "./methods.ts";

const TRIAL_NOTICE_S = 3 * DAY_S;
const MONTHLY: Cadence = { interval: "month", interval_count: 1 };

export const cadenceOf = (subscription: Subscription): Cadence =>
  subscription.items.data[0]?.price.recurring ?? MONTHLY;
/** All items share one period, because mixed intervals are refused. */
export function periodOf(subscription: Subscription): Period {
  const item = subscription.items.data[0];
  return item === undefined ? { start: 0, end: 0 } : itemPeriod(item);
}

export function setPeriod(subscription: Subscription, { start, end }: Period): void {
  for (const item of subscription.items.data) {
    item.current_period_start = start;
    item.current_period_end = end;
  }
}

/** Schedules the tasks of the current period: its end, the upcoming-invoice event and the trial-end event. */
export function schedulePeriod(world: World, subscription: Subscription): void {
  const { id, test_clock: clock } = subscription;
  const { start, end } = periodOf(subscription);
  const noticeS = end - world.settings.upcomingDays * DAY_S;
  if (noticeS > start) world.schedule("subscription.upcoming", id, noticeS, clock);
  if (subscription.status === "trialing" && end - TRIAL_NOTICE_S > world.nowS(clock))
    world.schedule("subscription.trial_will_end", id, end - TRIAL_NOTICE_S, clock);
  world.schedule("subscription.period_end", id, end, clock);
}

/** Advances to the period that starts at `startS`. */
function advancePeriod(subscription: Subscription, startS: number): void {
  setPeriod(subscription, {
    start: startS,
    end: nextBoundary(subscription.billing_cycle_anchor, cadenceOf(subscription), startS),
  });
}

/** Starts the next period. Its invoice stays a draft for an hour and is then collected. */
function renew(world: World, subscription: Subscription, startS: number): void {
  const clock = subscription.test_clock;
  const unpaid = subscription.status === "unpaid";
  const ended = periodOf(subscription);
  const invoice = world.change("customer.subscription.updated", subscription, clock, (one) => {
    if (one.status === "trialing") one.status = "active";
    advancePeriod(one, startS);
    const lines = one.items.data.map((item) =>
      periodLine(world, one, item, { period: itemPeriod(item), trial: false }),
    );
    const draft = draftInvoice(world, one, { reason: "subscription_cycle", lines, period: ended });
    draft.auto_advance = !unpaid;
    draft.automatically_finalizes_at = unpaid ? null : startS + world.settings.draftS;
    return draft;
  });
  world.emit("invoice.created", invoice, clock);
  if (subscription.pause_collection !== null)
    withhold(world, invoice, subscription.pause_collection.behavior);
  else if (!unpaid) world.schedule("invoice.finalize", invoice.id, startS + world.settings.draftS, clock);
  schedulePeriod(world, subscription);
}

/** What becomes of an invoice that is made while payments are paused: it is never charged by itself. */
function withhold(
  world: World,
  invoice: Invoice,
  behavior: NonNullable<Subscription["pause_collection"]>["behavior"],
): void {
  invoice.auto_advance = false;
  invoice.automatically_finalizes_at = null;
  if (behavior === "keep_as_draft") return;
  finalizeInvoice(world, invoice);
  if (behavior === "void") return voidInvoice(world, invoice);
  invoice.status = "uncollectible";
  invoice.status_transitions.marked_uncollectible_at = world.nowS(invoice.test_clock);
  world.emit("invoice.marked_uncollectible", invoice, invoice.test_clock);
}

function pause(world: World, subscription: Subscription): void {
  const clock = subscription.test_clock;
  world.change("customer.subscription.updated", subscription, clock, (one) => {
    one.status = "paused";
  });
  world.emit("customer.subscription.paused", subscription, clock);
}

/** Ends a period. A trial without a card follows the subscription's own setting; all other periods renew. */
export function endPeriod(world: World, subscription: Subscription): void {
  const { end } = periodOf(subscription);
  if (subscription.status === "trialing" && methodFor(world, subscription) === null) {
    const behaviour = subscription.trial_settings.end_behavior.missing_payment_method;
    if (behaviour === "cancel") return endSubscription(world, subscription, null);
    if (behaviour === "pause") return pause(world, subscription);
  }
  return renew(world, subscription, end);
}

/** Starts a new period now and collects its invoice at once: a trial ended early or a resumed subscription. */
export function restartPeriod(world: World, subscription: Subscription): void {
  const now = world.nowS(subscription.test_clock);
  const end = addIntervals(now, cadenceOf(subscription), 1);
  const invoice = world.change(
    "customer.subscription.updated",
    subscription,
    subscription.test_clock,
    (one) => {
      one.status = "active";
      one.billing_cycle_anchor = now;
      if (one.trial_end !== null && one.trial_end > now) one.trial_end = now;
      setPeriod(one, { start: now, end });
      const lines = one.items.data.map((item) =>
        periodLine(world, one, item, { period: itemPeriod(item), trial: false }),
      );
      return draftInvoice(world, one, {
        reason: "subscription_update",
        lines,
        period: { start: now, end: now },
      });
    },
  );
  schedulePeriod(world, subscription);
  billNow(world, invoice);
}
