import type { Stripe } from "stripe";
import { attachCard } from "./stripe.ts";
import type { TestStripe } from "./stripe.ts";

/** What may happen to a subscription, in words of the events that Stripe tells it by. */
type Act =
  | "created: trial"
  | "created: paid"
  | "created: failed"
  | "updated: yearly"
  | "updated: monthly"
  | "updated: ends with its period"
  | "updated: goes on"
  | "failed"
  | "paid"
  | "deleted";

/** Every way that created, updated, updated, paid, failed and deleted can follow each other; a case may stop anywhere. */
export const HISTORIES: readonly (readonly Act[])[] = [
  ["created: trial", "updated: yearly", "updated: ends with its period", "deleted"],
  ["created: trial", "updated: ends with its period", "updated: goes on", "deleted"],
  ["created: trial", "updated: yearly", "failed", "paid", "updated: ends with its period", "deleted"],
  ["created: trial", "failed", "updated: ends with its period", "paid", "updated: goes on", "deleted"],
  ["created: trial", "failed", "updated: ends with its period", "deleted"],
  ["created: paid", "updated: yearly", "updated: ends with its period", "deleted"],
  ["created: paid", "updated: yearly", "updated: monthly", "deleted"],
  ["created: paid", "failed", "paid", "updated: ends with its period", "deleted"],
  ["created: paid", "failed", "updated: ends with its period", "updated: goes on", "deleted"],
  ["created: failed", "paid", "updated: yearly", "updated: ends with its period", "deleted"],
  ["created: failed", "paid", "failed", "paid", "deleted"],
  ["created: failed"],
];

/** Lives one history at Stripe, an act at a time. */
export function startHistory(at: TestStripe, customer: string, history: readonly Act[]) {
  const { stripe, prices } = at;
  let id = "";
  let done = 0;
  const start = (more: Partial<Stripe.SubscriptionCreateParams>) =>
    stripe.subscriptions.create({ customer, items: [{ price: prices.monthly }], ...more });
  const reprice = async (price: string) => {
    const { items } = await stripe.subscriptions.retrieve(id);
    const item = items.data[0]?.id ?? "";
    await stripe.subscriptions.update(id, {
      items: [{ id: item, price }],
      proration_behavior: "always_invoice",
    });
  };
  const run: Record<Act, () => Promise<unknown>> = {
    "created: trial": async () => {
      ({ id } = await start({ trial_period_days: 30 }));
    },
    "created: paid": async () => {
      await attachCard(stripe, customer, "good");
      ({ id } = await start({}));
    },
    "created: failed": async () => {
      await attachCard(stripe, customer, "failing");
      ({ id } = await start({ payment_behavior: "allow_incomplete" }));
    },
    "updated: yearly": () => reprice(prices.yearly),
    "updated: monthly": () => reprice(prices.monthly),
    "updated: ends with its period": () => stripe.subscriptions.update(id, { cancel_at_period_end: true }),
    "updated: goes on": () => stripe.subscriptions.update(id, { cancel_at_period_end: false }),
    // A card that is declined, and something to pay: the trial's end, or another period.
    failed: async () => {
      await attachCard(stripe, customer, "failing");
      const { status, items } = await stripe.subscriptions.retrieve(id);
      if (status === "trialing") return stripe.subscriptions.update(id, { trial_end: "now" });
      const isMonthly = items.data[0]?.price.id === prices.monthly;
      return reprice(isMonthly ? prices.yearly : prices.monthly);
    },
    paid: async () => {
      await attachCard(stripe, customer, "good");
      const { data } = await stripe.invoices.list({ customer, limit: 100 });
      for (const invoice of data) {
        if (invoice.status === "draft") await stripe.invoices.finalizeInvoice(invoice.id ?? "");
        if (invoice.status === "open" || invoice.status === "draft") {
          const { status } = await stripe.invoices.retrieve(invoice.id ?? "");
          if (status === "open") await stripe.invoices.pay(invoice.id ?? "");
        }
      }
    },
    deleted: () => stripe.subscriptions.cancel(id),
  };
  return {
    /** The next act; false where none is left. */
    next: async (): Promise<boolean> => {
      const act = history[done++];
      if (act === undefined) return false;
      await run[act]();
      return true;
    },
    get subscription() {
      return id;
    },
  };
}
