import type { Stripe } from "stripe";
import type { StripeClient } from "#platform/stripe.ts";
import { pauseBehaviors, priceIntervals, subscriptionStatuses } from "#features/billing/contract.ts";
import type { HeldCard, OwnPrice, PauseBehavior, SubscriptionStatus } from "#features/billing/contract.ts";
import { isLiveStatus } from "#features/billing/rules/live-status.ts";
import { isPriceKey } from "#features/billing/rules/plans.ts";
import type { PlanName, PriceKey } from "#features/billing/rules/plans.ts";

/** All data about a customer that we read from Stripe. */
export type StripeFacts = {
  plan: PlanName;
  status: SubscriptionStatus;
  price: PriceKey | null;
  ownPrice: OwnPrice | null;
  subscriptionId: string | null;
  periodEndsAt: Date | null;
  trialEndsAt: Date | null;
  cancelAtPeriodEnd: boolean;
  cancelsAt: Date | null;
  card: HeldCard | null;
  pauseBehavior: PauseBehavior | null;
  pauseResumesAt: Date | null;
  pastDueSince: Date | null;
  trialUsed: boolean;
  /** The subscription was a trial that `refuseTrial` ended. */
  trialRefused: boolean;
};

export type CardTrial = { subscriptionId: string; fingerprint: string };

export type StripeRead = {
  facts: StripeFacts;
  /** A running trial and Stripe's fingerprint of the card that it will charge; null without a trial or a card. */
  trial: CardTrial | null;
  /** Invoices of all subscriptions, newest first. */
  invoices: readonly Stripe.Invoice[];
  /** Surplus subscriptions, which two concurrent checkouts can create. */
  surplus: readonly Stripe.Subscription[];
};

const NOTHING: StripeFacts = {
  plan: "free",
  status: "none",
  price: null,
  ownPrice: null,
  subscriptionId: null,
  periodEndsAt: null,
  trialEndsAt: null,
  cancelAtPeriodEnd: false,
  cancelsAt: null,
  card: null,
  pauseBehavior: null,
  pauseResumesAt: null,
  pastDueSince: null,
  trialUsed: false,
  trialRefused: false,
};

/** The comment with which `refuseTrial` cancels a trial at Stripe, so that every later read knows why it ended. */
export const TRIAL_REFUSED = "trial refused: another account had one with this card";

/** An unknown status gives no plan. */
const statusOf = (status: string): SubscriptionStatus =>
  subscriptionStatuses.find((known) => known === status) ?? "paused";

const date = (epochS: number | null | undefined): Date | null =>
  epochS === null || epochS === undefined ? null : new Date(epochS * 1_000);

/** The subscription of an invoice; null for a single invoice. */
export function subscriptionOfInvoice({ parent }: Stripe.Invoice): string | null {
  const named = parent?.subscription_details?.subscription ?? null;
  return typeof named === "string" ? named : (named?.id ?? null);
}

/**
 * Returns the oldest live subscription, which the customer bought first, or else the one that ended last. A surplus
 * subscription is younger than the other one and ends before it.
 */
function choose(subscriptions: readonly Stripe.Subscription[]) {
  const byAge = subscriptions.toSorted((a, b) => a.created - b.created);
  const live = byAge.filter(({ status }) => isLiveStatus(status));
  const byEnd = byAge.toSorted((a, b) => (a.ended_at ?? a.created) - (b.ended_at ?? b.created));
  return { counts: live[0] ?? byEnd.at(-1) ?? null, surplus: live.slice(1) };
}

/** An invoice is charged when it is finalized, which for a renewal is an hour after its creation. */
const firstTriedS = ({ status_transitions: { finalized_at }, created }: Stripe.Invoice): number =>
  finalized_at ?? created;

/**
 * When the oldest open invoice of the subscription was first charged; invoices of earlier subscriptions do not count.
 */
function firstUnpaid(subscription: string, invoices: readonly Stripe.Invoice[]): Date | null {
  const open = invoices.filter(
    (invoice) =>
      invoice.status === "open" &&
      invoice.attempt_count > 0 &&
      subscriptionOfInvoice(invoice) === subscription,
  );
  return date(open.map(firstTriedS).toSorted((a, b) => a - b)[0]);
}

/** Null without a fixed amount in whole units, as for prices by tiers. */
function ownPriceOf(item: Stripe.SubscriptionItem | undefined): OwnPrice | null {
  if (item === undefined) return null;
  const { unit_amount, currency, recurring } = item.price;
  if (unit_amount === null || recurring === null) return null;
  const interval = priceIntervals.find((known) => known === recurring.interval);
  if (interval === undefined) return null;
  const count = recurring.interval_count;
  return { cents: unit_amount * (item.quantity ?? 1), currency, interval, count };
}

function factsOf(
  counts: Stripe.Subscription,
  all: readonly Stripe.Subscription[],
  invoices: readonly Stripe.Invoice[],
): StripeFacts {
  const [item] = counts.items.data;
  const key = item?.price.lookup_key;
  return {
    plan: isLiveStatus(counts.status) ? "pro" : "free",
    status: statusOf(counts.status),
    price: isPriceKey(key) ? key : null,
    ownPrice: ownPriceOf(item),
    subscriptionId: counts.id,
    periodEndsAt: date(item?.current_period_end),
    trialEndsAt: date(counts.trial_end),
    cancelAtPeriodEnd:
      counts.cancel_at_period_end || (counts.cancel_at !== null && counts.status !== "canceled"),
    cancelsAt: counts.status === "canceled" ? null : date(counts.cancel_at),
    card: isLiveStatus(counts.status) ? heldCardOf(cardOf(counts)) : null,
    pauseBehavior: pauseBehaviors.find((known) => known === counts.pause_collection?.behavior) ?? null,
    pauseResumesAt: date(counts.pause_collection?.resumes_at),
    pastDueSince:
      counts.status === "past_due" || counts.status === "unpaid"
        ? (firstUnpaid(counts.id, invoices) ?? date(item?.current_period_start))
        : null,
    trialUsed: all.some(({ trial_start }) => trial_start !== null),
    trialRefused: counts.status === "canceled" && counts.cancellation_details?.comment === TRIAL_REFUSED,
  };
}

type Method = string | Stripe.PaymentMethod | null | undefined;

/** Null for a method that is not expanded, or has no card, such as a bank account. */
const cardOfMethod = (method: Method): Stripe.PaymentMethod.Card | null =>
  typeof method === "object" ? (method?.card ?? null) : null;

/** The card that Stripe will charge: the subscription's own, else the customer's. */
function cardOf({
  customer,
  default_payment_method: own,
}: Stripe.Subscription): Stripe.PaymentMethod.Card | null {
  if (own !== null) return cardOfMethod(own);
  if (typeof customer === "string" || customer.deleted) return null;
  return cardOfMethod(customer.invoice_settings.default_payment_method);
}

/** Stripe gives 0 for a month that it does not know, as of some wallets. */
const heldCardOf = (card: Stripe.PaymentMethod.Card | null): HeldCard | null =>
  card && {
    brand: card.brand,
    last4: card.last4 ?? "",
    expMonth: card.exp_month || null,
    expYear: card.exp_year || null,
  };

function cardTrialOf(subscription: Stripe.Subscription): CardTrial | null {
  const fingerprint = subscription.status === "trialing" ? (cardOf(subscription)?.fingerprint ?? null) : null;
  return fingerprint === null ? null : { subscriptionId: subscription.id, fingerprint };
}

/** Their cards come with the subscriptions, so that a sync needs no further request. */
const WITH_CARDS = ["data.default_payment_method", "data.customer.invoice_settings.default_payment_method"];

/** Reads a customer from Stripe. A deleted customer has no subscription and no invoices. */
export async function readStripe(stripe: StripeClient, stripeId: string): Promise<StripeRead> {
  const customer = await stripe.customers.retrieve(stripeId);
  if (customer.deleted) return { facts: NOTHING, trial: null, invoices: [], surplus: [] };
  const [subscriptions, invoices] = await Promise.all([
    stripe.subscriptions
      .list({ customer: stripeId, status: "all", limit: 100, expand: WITH_CARDS })
      .autoPagingToArray({ limit: 1_000 }),
    stripe.invoices.list({ customer: stripeId, limit: 100 }).autoPagingToArray({ limit: 1_000 }),
  ]);
  const { counts, surplus } = choose(subscriptions);
  if (counts === null) return { facts: NOTHING, trial: null, invoices, surplus: [] };
  return {
    facts: factsOf(counts, subscriptions, invoices),
    trial: cardTrialOf(counts),
    invoices,
    surplus,
  };
}
