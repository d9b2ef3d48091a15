import type { Task } from "#simulators/stripe/state.ts";
import type { World } from "#simulators/stripe/world.ts";
import { DAY_S } from "#simulators/stripe/time.ts";
import { expireSession } from "./checkout.ts";
import { collectInvoice } from "./collect.ts";
import { endPeriod, periodOf } from "./cycle.ts";
import { endSubscription, expireSubscription, isEnded } from "./ending.ts";
import { finalizeInvoice } from "./invoices.ts";
import { previewInvoice } from "./preview.ts";

const BILLED = new Set(["active", "past_due", "trialing", "unpaid"]);

function runInvoiceTask(world: World, task: Task): void {
  const invoice = world.state.invoices.get(task.id);
  if (invoice === undefined || !invoice.auto_advance) return;
  if (task.kind === "invoice.finalize" && invoice.status === "draft") {
    finalizeInvoice(world, invoice);
    collectInvoice(world, invoice, { automatic: true });
  }
  if (task.kind === "invoice.retry" && invoice.status === "open" && invoice.next_payment_attempt === task.atS)
    collectInvoice(world, invoice, { automatic: true });
}

function runSubscriptionTask(world: World, task: Task): void {
  const subscription = world.state.subscriptions.get(task.id);
  if (subscription === undefined || isEnded(subscription)) return;
  const { start, end } = periodOf(subscription);
  const billed = BILLED.has(subscription.status);
  const ending = subscription.cancel_at !== null && subscription.cancel_at <= end;
  switch (task.kind) {
    case "subscription.cancel":
      if (subscription.cancel_at === task.atS) endSubscription(world, subscription, "cancellation_requested");
      return;
    case "subscription.collect_again":
      if (subscription.pause_collection?.resumes_at !== task.atS) return;
      world.change("customer.subscription.updated", subscription, subscription.test_clock, (one) => {
        one.pause_collection = null;
      });
      return;
    case "subscription.expire":
      if (subscription.status === "incomplete") expireSubscription(world, subscription);
      return;
    case "subscription.trial_will_end":
      if (subscription.status === "trialing" && end - 3 * DAY_S === task.atS)
        world.emit("customer.subscription.trial_will_end", subscription, subscription.test_clock);
      return;
    case "subscription.upcoming":
      if (subscription.pause_collection !== null) return;
      if (!billed || ending || task.atS <= start || end - world.settings.upcomingDays * DAY_S !== task.atS)
        return;
      world.emit(
        "invoice.upcoming",
        { ...previewInvoice(world, subscription, null), id: undefined },
        subscription.test_clock,
      );
      return;
    case "subscription.period_end":
      if (!billed || end !== task.atS) return;
      if (ending) endSubscription(world, subscription, "cancellation_requested");
      else endPeriod(world, subscription);
      return;
    default:
      return;
  }
}

/** Runs a task at its scheduled time, unless it no longer applies. */
export function runTask(world: World, task: Task): void {
  world.runAt(task.atS, () => {
    if (task.kind === "session.expire") {
      const session = world.state.checkoutSessions.get(task.id);
      if (session?.status === "open") expireSession(world, session);
      return;
    }
    if (task.kind.startsWith("invoice.")) return runInvoiceTask(world, task);
    return runSubscriptionTask(world, task);
  });
}

/** Takes the earliest task of a clock that is due by `untilS`; among equals the one scheduled first. */
export function takeTask(world: World, clock: string | null, untilS: number): Task | null {
  const { tasks } = world.state;
  let best = -1;
  tasks.forEach((task, index) => {
    if (task.clock !== clock || task.atS > untilS) return;
    if (best === -1 || task.atS < (tasks[best]?.atS ?? 0)) best = index;
  });
  return best === -1 ? null : (tasks.splice(best, 1)[0] ?? null);
}

/** Runs all due tasks of the simulator's own clock, each at its scheduled time. */
export function runDueTasks(world: World): void {
  const until = world.nowS(null);
  for (let task = takeTask(world, null, until); task !== null; task = takeTask(world, null, until))
    runTask(world, task);
}

/** Drops the tasks of a deleted test clock. */
export const dropTasks = (world: World, clock: string): void => {
  world.state.tasks = world.state.tasks.filter((task) => task.clock !== clock);
};
