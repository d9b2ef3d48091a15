import type { World } from "#simulators/stripe/world.ts";
import type { Subscription } from "#simulators/stripe/wire.ts";
import { billNow } from "./collect.ts";
import { periodOf } from "./cycle.ts";
import { endSubscription } from "./ending.ts";
import { draftInvoice } from "./invoices.ts";
import { itemAmount, prorationLine } from "./lines.ts";

/** Cancels a subscription at once on the customer's request; with `prorate` the unused time becomes a credit. */
export function cancelSubscription(
  world: World,
  subscription: Subscription,
  options: { invoiceNow: boolean; prorate: boolean },
): void {
  const billed = subscription.status === "active" || subscription.status === "past_due";
  const at = world.nowS(subscription.test_clock);
  const period = periodOf(subscription);
  const lines =
    options.prorate && billed
      ? subscription.items.data
          .filter((item) => itemAmount(item) > 0)
          .map((item) => prorationLine(world, subscription, item, { period, at, sign: -1 }))
      : [];
  const waiting = world.state.pendingLines.get(subscription.id) ?? [];
  const invoice =
    options.invoiceNow && lines.length + waiting.length > 0
      ? draftInvoice(world, subscription, { reason: "subscription_update", lines, period })
      : null;
  endSubscription(world, subscription, "cancellation_requested");
  if (invoice !== null) billNow(world, invoice);
}
