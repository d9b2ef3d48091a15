import type { Stripe } from "stripe";

/**
 * Stripe's objects as sent and as stored here. Based on the SDK's types, so that no required field is missing; ids
 * replace expandable objects, and strings replace the SDK's Decimal.
 */
type Override<T, N> = Omit<T, keyof N> & N;

export type List<T> = { object: "list"; data: T[]; has_more: boolean; url: string };
export type Metadata = Record<string, string>;
export type Interval = "day" | "week" | "month" | "year";
export type Recurring = Override<Stripe.Price.Recurring, { interval: Interval; interval_count: number }>;

export type Product = Override<Stripe.Product, { default_price: string | null }>;
export type Price = Override<
  Stripe.Price,
  { product: string; unit_amount: number; unit_amount_decimal: string; recurring: Recurring | null }
>;
export type Plan = Override<Stripe.Plan, { product: string; amount_decimal: string | null }>;
export type Customer = Override<
  Stripe.Customer,
  {
    test_clock: string | null;
    next_invoice_sequence: number;
    invoice_prefix: string;
    invoice_settings: Override<Stripe.Customer.InvoiceSettings, { default_payment_method: string | null }>;
  }
>;
export type DeletedCustomer = { id: string; object: "customer"; deleted: true };
export type SubscriptionItem = Override<
  Stripe.SubscriptionItem,
  { plan: Plan; price: Price; quantity: number; discounts: string[] }
>;
export type SubscriptionStatus =
  | "active"
  | "canceled"
  | "incomplete"
  | "incomplete_expired"
  | "past_due"
  | "paused"
  | "trialing"
  | "unpaid";
export type MissingMethod = "cancel" | "create_invoice" | "pause";
export type Subscription = Override<
  Stripe.Subscription,
  {
    customer: string;
    status: SubscriptionStatus;
    items: List<SubscriptionItem>;
    latest_invoice: string | null;
    default_payment_method: string | null;
    test_clock: string | null;
    trial_settings: { end_behavior: { missing_payment_method: MissingMethod } };
    cancellation_details: Stripe.Subscription.CancellationDetails;
  }
>;
export type InvoiceLine = Override<
  Stripe.InvoiceLineItem,
  {
    subscription: string | null;
    quantity: number;
    quantity_decimal: string;
    pricing: {
      type: "price_details";
      price_details: { price: string; product: string };
      unit_amount_decimal: string;
    };
  }
>;
export type InvoiceStatus = "draft" | "open" | "paid" | "uncollectible" | "void";
export type Invoice = Override<
  Stripe.Invoice,
  {
    customer: string;
    status: InvoiceStatus;
    lines: List<InvoiceLine>;
    default_payment_method: string | null;
    test_clock: string | null;
    auto_advance: boolean;
    hosted_invoice_url: string | null;
    parent: {
      type: "subscription_details";
      quote_details: null;
      subscription_details: { metadata: Metadata | null; subscription: string };
    };
  }
>;
export type PaymentMethod = Override<
  Stripe.PaymentMethod,
  { customer: string | null; card: Stripe.PaymentMethod.Card }
>;
export type PaymentIntent = Override<
  Stripe.PaymentIntent,
  { customer: string; latest_charge: string | null; payment_method: string | null }
>;
export type Charge = Override<Stripe.Charge, { customer: string; payment_intent: string }>;
export type InvoicePayment = Override<
  Stripe.InvoicePayment,
  { invoice: string; payment: { type: "payment_intent"; payment_intent: string } }
>;
export type CheckoutSession = Override<
  Stripe.Checkout.Session,
  {
    status: "complete" | "expired" | "open";
    customer: string | null;
    subscription: string | null;
    invoice: string | null;
    url: string | null;
    success_url: string;
    cancel_url: string | null;
    payment_method_collection: "always" | "if_required";
  }
>;
export type PortalSession = Override<Stripe.BillingPortal.Session, { configuration: string }>;
export type TestClock = Override<
  Stripe.TestHelpers.TestClock,
  { status: "advancing" | "internal_failure" | "ready" }
>;
export type WebhookEndpoint = Stripe.WebhookEndpoint;
export type StripeEvent = {
  id: string;
  object: "event";
  api_version: string;
  created: number;
  data: { object: object; previous_attributes?: Record<string, unknown> };
  livemode: false;
  pending_webhooks: number;
  request: { id: string | null; idempotency_key: string | null } | null;
  type: string;
};
