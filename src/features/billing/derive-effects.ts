import type { LedgerEffect } from "./effects.ts";
import type { Customer } from "./read-customer.ts";
import type { StripeFacts, StripeRead } from "./read-stripe.ts";

export type Effect = {
  /** Names the effect for good: what happened once is written once, however often it is seen. */
  key: string;
  effect: LedgerEffect;
  at: Date;
  cents?: number;
  currency?: string;
  detail?: Record<string, string | number>;
};

/**
 * What has happened with a customer's money, by what Stripe shows now and what was known before. Invoices bring their
 * own keys; what a subscription went through is named by it and by what it came to, so that a sync that runs again, or
 * after one that was lost, finds the same names.
 */
export function deriveEffects(before: Customer, read: StripeRead, now: Date): Effect[] {
  return [...ofSubscription(before, read.facts, now), ...ofInvoices(read)];
}

const SOON_MS = 3 * 86_400_000;
const endsWithin = (end: Date | null, now: Date): boolean =>
  end !== null && end.getTime() - now.getTime() <= SOON_MS;

function ofSubscription(before: Customer, facts: StripeFacts, now: Date): Effect[] {
  const { subscriptionId: id } = facts;
  if (id === null) return [];
  const effects: Effect[] = [];
  const add = (effect: LedgerEffect, name: string, detail: Effect["detail"] = {}) => {
    effects.push({ key: `${effect}:${id}${name}`, effect, at: now, detail });
  };
  const wasSame = before.subscriptionId === id;
  if (facts.trialEndsAt !== null) add("trial_started", "");
  if (facts.status === "trialing" && endsWithin(facts.trialEndsAt, now)) add("trial_ends_soon", "");
  if (facts.status === "active") add("subscribed", "", facts.price === null ? {} : { price: facts.price });
  if (wasSame && before.price !== null && facts.price !== null && before.price !== facts.price) {
    add("plan_changed", `:v${before.version + 1}`, { from: before.price, to: facts.price });
  }
  if (wasSame && before.cancelAtPeriodEnd !== facts.cancelAtPeriodEnd && facts.status !== "canceled") {
    add(facts.cancelAtPeriodEnd ? "cancel_asked" : "cancel_taken_back", `:v${before.version + 1}`);
  }
  if (facts.status === "canceled" || facts.status === "incomplete_expired") add("ended", "");
  return effects;
}

function ofInvoices({ invoices }: StripeRead): Effect[] {
  return invoices.flatMap((invoice): Effect[] => {
    const { id, currency, attempt_count: tries } = invoice;
    if (id === undefined) return [];
    if (invoice.status === "paid" && invoice.amount_paid > 0) {
      const paidAt = invoice.status_transitions.paid_at ?? invoice.created;
      const at = new Date(paidAt * 1_000);
      return [
        { key: `invoice_paid:${id}`, effect: "invoice_paid", at, cents: invoice.amount_paid, currency },
      ];
    }
    if (invoice.status === "open" && tries > 0) {
      const at = new Date(invoice.created * 1_000);
      const key = `payment_failed:${id}:${tries}`;
      return [{ key, effect: "payment_failed", at, cents: invoice.amount_due, currency, detail: { tries } }];
    }
    return [];
  });
}
