import { completeList } from "#simulators/stripe/api/lists.ts";
import { clockOf } from "#simulators/stripe/world.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { Customer, Invoice, InvoiceLine, Subscription } from "#simulators/stripe/wire.ts";

export type Reason = "subscription_create" | "subscription_cycle" | "subscription_update" | "upcoming";

const sum = (lines: InvoiceLine[]) => lines.reduce((total, { amount }) => total + amount, 0);

/** Builds an invoice without storing it, for previews, `invoice.upcoming` and drafts. */
export function buildInvoice(
  world: World,
  subscription: Subscription,
  options: { id: string; reason: Reason; lines: InvoiceLine[]; period: { start: number; end: number } },
): Invoice {
  const { id, lines, reason, period } = options;
  const customer = world.state.customers.get(subscription.customer);
  const total = sum(lines);
  const balance = customer?.balance ?? 0;
  return {
    id,
    object: "invoice",
    account_country: "US",
    account_name: "Simulated account",
    account_tax_ids: null,
    amount_due: Math.max(0, total + balance),
    amount_overpaid: 0,
    amount_paid: 0,
    amount_remaining: Math.max(0, total + balance),
    amount_shipping: 0,
    application: null,
    attempt_count: 0,
    attempted: false,
    auto_advance: true,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null, provider: null, status: null },
    automatically_finalizes_at: null,
    billing_reason: reason,
    collection_method: "charge_automatically",
    created: world.nowS(subscription.test_clock),
    currency: subscription.currency,
    custom_fields: null,
    customer: subscription.customer,
    customer_account: null,
    customer_address: customer?.address ?? null,
    customer_email: customer?.email ?? null,
    customer_name: customer?.name ?? null,
    customer_phone: customer?.phone ?? null,
    customer_shipping: null,
    customer_tax_exempt: "none",
    customer_tax_ids: [],
    default_payment_method: null,
    default_source: null,
    default_tax_rates: [],
    description: null,
    discounts: [],
    due_date: null,
    effective_at: null,
    ending_balance: null,
    footer: null,
    from_invoice: null,
    hosted_invoice_url: null,
    invoice_pdf: null,
    issuer: { type: "self" },
    last_finalization_error: null,
    latest_revision: null,
    lines: completeList(
      `/v1/invoices/${id}/lines`,
      lines.map((line) => ({ ...line, invoice: id })),
    ),
    livemode: false,
    metadata: {},
    next_payment_attempt: null,
    number: null,
    on_behalf_of: null,
    parent: {
      type: "subscription_details",
      quote_details: null,
      subscription_details: { metadata: subscription.metadata, subscription: subscription.id },
    },
    payment_settings: { default_mandate: null, payment_method_options: null, payment_method_types: null },
    period_end: period.end,
    period_start: period.start,
    post_payment_credit_notes_amount: 0,
    pre_payment_credit_notes_amount: 0,
    receipt_number: null,
    rendering: null,
    shipping_cost: null,
    shipping_details: null,
    starting_balance: balance,
    statement_descriptor: null,
    status: "draft",
    status_transitions: { finalized_at: null, marked_uncollectible_at: null, paid_at: null, voided_at: null },
    subtotal: total,
    subtotal_excluding_tax: total,
    test_clock: subscription.test_clock,
    total,
    total_discount_amounts: [],
    total_excluding_tax: total,
    total_pretax_credit_amounts: [],
    total_taxes: [],
    webhooks_delivered_at: null,
  };
}

/** Creates a draft that includes the pending proration lines, and makes it the subscription's latest invoice. */
export function draftInvoice(
  world: World,
  subscription: Subscription,
  options: { reason: Reason; lines: InvoiceLine[]; period: { start: number; end: number } },
): Invoice {
  const waiting = world.state.pendingLines.get(subscription.id) ?? [];
  world.state.pendingLines.delete(subscription.id);
  const lines = [...waiting, ...options.lines];
  const invoice = buildInvoice(world, subscription, { ...options, lines, id: world.newId("in") });
  world.state.invoices.set(invoice.id, invoice);
  subscription.latest_invoice = invoice.id;
  return invoice;
}

function applyBalance(world: World, customer: Customer, invoice: Invoice): void {
  const rest = invoice.total + customer.balance;
  invoice.starting_balance = customer.balance;
  invoice.ending_balance = Math.min(0, rest);
  invoice.amount_due = Math.max(0, rest);
  invoice.amount_remaining = invoice.amount_due;
  world.change("customer.updated", customer, customer.test_clock, (one) => {
    one.balance = Math.min(0, rest);
  });
}

/** Finalizes a draft: assigns its number and its page, and applies the customer's credit. */
export function finalizeInvoice(world: World, invoice: Invoice): void {
  const clock = clockOf(world, invoice.customer);
  const customer = world.state.customers.get(invoice.customer);
  const now = world.nowS(clock);
  if (customer !== undefined) {
    const sequence = customer.next_invoice_sequence;
    customer.next_invoice_sequence += 1;
    invoice.number = `${customer.invoice_prefix}-${String(sequence).padStart(4, "0")}`;
    applyBalance(world, customer, invoice);
  }
  invoice.status = "open";
  invoice.effective_at = now;
  invoice.automatically_finalizes_at = null;
  invoice.status_transitions.finalized_at = now;
  invoice.hosted_invoice_url = `${world.baseUrl}/i/${invoice.id}`;
  invoice.invoice_pdf = `${world.baseUrl}/i/${invoice.id}/pdf`;
  world.emit("invoice.finalized", invoice, clock);
}

export const subscriptionOf = (world: World, invoice: Invoice): Subscription | undefined =>
  world.state.subscriptions.get(invoice.parent.subscription_details.subscription);
