import { refused } from "#simulators/stripe/errors.ts";
import { nextBoundary } from "#simulators/stripe/time.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { Invoice, Subscription } from "#simulators/stripe/wire.ts";
import { immediateLines, computeChange } from "./change.ts";
import type { ChangeOrder } from "./change.ts";
import { cadenceOf, periodOf } from "./cycle.ts";
import { isEnded } from "./ending.ts";
import { buildInvoice } from "./invoices.ts";
import { periodLine } from "./lines.ts";

/**
 * The next invoice of a subscription, as it is or after a change; not stored. If the change is invoiced at once,
 * that invoice. Throws if there will be no next invoice.
 */
export function previewInvoice(world: World, subscription: Subscription, order: ChangeOrder | null): Invoice {
  const plan = order === null ? null : computeChange(world, subscription, order);
  const waiting = world.state.pendingLines.get(subscription.id) ?? [];
  const compose = (lines: Invoice["lines"]["data"], period: { start: number; end: number }) =>
    buildInvoice(world, subscription, {
      id: world.newId("upcoming_in"),
      reason: "upcoming",
      lines,
      period,
    });
  if (plan?.invoiceNow === true)
    return compose(
      [...waiting, ...immediateLines(world, subscription, plan)],
      plan.restart ?? periodOf(subscription),
    );
  const current = periodOf(subscription);
  const ends = subscription.cancel_at !== null && subscription.cancel_at <= current.end;
  if (isEnded(subscription) || subscription.status === "paused" || ends)
    throw refused("No upcoming invoices for customer", "invoice_upcoming_none", 404);
  const end = nextBoundary(subscription.billing_cycle_anchor, cadenceOf(subscription), current.end);
  const full = (plan?.items ?? subscription.items.data).map((item) =>
    periodLine(world, subscription, item, { period: { start: current.end, end }, trial: false }),
  );
  const invoice = compose([...waiting, ...(plan?.prorations ?? []), ...full], current);
  invoice.next_payment_attempt = current.end + world.settings.draftS;
  return invoice;
}
