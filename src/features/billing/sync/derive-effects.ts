import type { Stripe } from "stripe";
import type { LedgerEffect } from "#features/billing/rules/effects.ts";
import { graceEnd } from "#features/billing/rules/entitlement.ts";
import type { Customer } from "#features/billing/records/read-customer.ts";
import { subscriptionOfInvoice } from "#features/billing/stripe/read-stripe.ts";
import type { StripeFacts, StripeRead } from "#features/billing/stripe/read-stripe.ts";

export type Effect = {
  /** The permanent key of the effect, so that it is written once, however often it is derived. */
  key: string;
  effect: LedgerEffect;
  at: Date;
  cents?: number;
  currency?: string;
  detail?: Record<string, string | number>;
  /** First seen after it was over, so it is written without a mail. */
  isLate?: boolean;
};

/**
 * Derives what happened with a customer's money from Stripe's current state and the stored one. The key of an invoice's
 * effect is the invoice id. The key of a subscription's effect is its id and the new state, so that a repeated or
 * delayed sync derives the same keys.
 */
export function deriveEffects(before: Customer, read: StripeRead, now: Date): Effect[] {
  return [...ofSubscription(before, read, now), ...ofInvoices(read, now)];
}

const SOON_MS = 3 * 86_400_000;
const endsWithin = (end: Date | null, now: Date): boolean =>
  end !== null && end.getTime() - now.getTime() <= SOON_MS;

const OVER = new Set<string>(["none", "canceled", "incomplete_expired"]);

function ofSubscription(before: Customer, { facts, invoices }: StripeRead, now: Date): Effect[] {
  const { subscriptionId: id } = facts;
  if (id === null) return ofDeleted(before, now);
  const effects: Effect[] = [];
  const isOver = OVER.has(facts.status);
  const add = (effect: LedgerEffect, name: string, detail: Effect["detail"] = {}) => {
    const isLate = isOver && effect !== "ended";
    effects.push({ key: `${effect}:${id}${name}`, effect, at: now, detail, isLate });
  };
  // Such a trial was never given, so it has neither a start nor an end.
  if (facts.trialRefused) return [{ key: `trial_refused:${id}`, effect: "trial_refused", at: now }];
  const wasSame = before.subscriptionId === id;
  const hasPaid = invoices.some(
    (invoice) =>
      invoice.status === "paid" && invoice.amount_paid > 0 && subscriptionOfInvoice(invoice) === id,
  );
  const terms = facts.price === null ? {} : { price: facts.price };
  const trial = facts.trialEndsAt === null ? terms : { ...terms, until: facts.trialEndsAt.getTime() };
  if (facts.trialEndsAt !== null) add("trial_started", "", trial);
  // A customer who cancelled gets no mail that the trial continues with a card.
  if (facts.status === "trialing" && !facts.cancelAtPeriodEnd && endsWithin(facts.trialEndsAt, now)) {
    add("trial_ends_soon", "", trial);
  }
  // Payments count too, so that a late sync derives the same effects as one that saw the active subscription.
  if (facts.status === "active" || hasPaid) add("subscribed", "", terms);
  if (wasSame && before.price !== null && facts.price !== null && before.price !== facts.price) {
    add("plan_changed", `:v${before.version + 1}`, { from: before.price, to: facts.price });
  }
  if (wasSame && before.cancelAtPeriodEnd !== facts.cancelAtPeriodEnd && facts.status !== "canceled") {
    add(facts.cancelAtPeriodEnd ? "cancel_asked" : "cancel_taken_back", `:v${before.version + 1}`);
  }
  if (facts.status === "canceled") add("ended", "");
  return effects;
}

/** The customer was deleted at Stripe, which ended the subscription. */
function ofDeleted({ subscriptionId: id, status }: Customer, now: Date): Effect[] {
  return id === null || OVER.has(status) ? [] : [{ key: `ended:${id}`, effect: "ended", at: now }];
}

/** The consequence of a failed payment, as known when it is first seen; `until` is epoch ms. */
function afterFailure(
  invoice: Stripe.Invoice,
  facts: StripeFacts,
  now: Date,
): Record<string, string | number> {
  const { status, subscriptionId } = facts;
  if (subscriptionId === null || subscriptionOfInvoice(invoice) !== subscriptionId) return {};
  if (status === "incomplete" || status === "incomplete_expired") return { means: "not_begun" };
  if (status === "canceled") return { means: "ended" };
  if (status !== "past_due" && status !== "unpaid") return {};
  const end = status === "past_due" ? graceEnd(facts) : null;
  return end !== null && now < end ? { means: "grace", until: end.getTime() } : { means: "locked" };
}

function ofInvoices({ facts, invoices }: StripeRead, now: Date): Effect[] {
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
      const detail = { tries, ...afterFailure(invoice, facts, now) };
      return [{ key, effect: "payment_failed", at, cents: invoice.amount_due, currency, detail }];
    }
    return [];
  });
}
