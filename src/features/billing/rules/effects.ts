/** The kinds of entries in the ledger of money. */
export const LEDGER_WORDS = {
  trial_started: "Trial started",
  trial_refused: "Trial refused: its card had one before",
  trial_ends_soon: "Trial ends in three days",
  subscribed: "Subscribed",
  plan_changed: "Plan changed",
  invoice_paid: "Invoice paid",
  payment_failed: "Payment failed",
  cancel_asked: "Set to end with its period",
  cancel_taken_back: "Goes on after all",
  ended: "Subscription ended",
} as const satisfies Record<string, string>;

export type LedgerEffect = keyof typeof LEDGER_WORDS;

/** Event types that may change a customer's plan; others are only stored and counted. */
export const KNOWN_EVENTS = new Set([
  "checkout.session.completed",
  "checkout.session.async_payment_succeeded",
  "checkout.session.async_payment_failed",
  "checkout.session.expired",
  "customer.updated",
  "customer.deleted",
  "customer.subscription.created",
  "customer.subscription.updated",
  "customer.subscription.deleted",
  "customer.subscription.paused",
  "customer.subscription.resumed",
  "customer.subscription.pending_update_applied",
  "customer.subscription.pending_update_expired",
  "customer.subscription.trial_will_end",
  "invoice.created",
  "invoice.finalized",
  "invoice.paid",
  "invoice.payment_succeeded",
  "invoice.payment_failed",
  "invoice.payment_action_required",
  "invoice.marked_uncollectible",
  "invoice.voided",
  "invoice.upcoming",
  "payment_method.attached",
  "payment_method.detached",
]);
