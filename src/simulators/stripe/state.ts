import type {
  Charge,
  CheckoutSession,
  Customer,
  DeletedCustomer,
  Invoice,
  InvoiceLine,
  InvoicePayment,
  PaymentIntent,
  PaymentMethod,
  PortalSession,
  Price,
  Product,
  StripeEvent,
  Subscription,
  TestClock,
  WebhookEndpoint,
} from "./wire.ts";

export type TaskKind =
  | "invoice.finalize"
  | "invoice.retry"
  | "session.expire"
  | "subscription.cancel"
  | "subscription.collect_again"
  | "subscription.expire"
  | "subscription.period_end"
  | "subscription.trial_will_end"
  | "subscription.upcoming";
/** Scheduled work. Changes do not unschedule a task; the task checks whether it still applies when it runs. */
export type Task = { atS: number; kind: TaskKind; id: string; clock: string | null };

/** A pending delivery of an event to an endpoint. Times are on the simulator's own clock, in seconds. */
export type Delivery = {
  event: string;
  endpoint: string;
  attempts: number;
  dueS: number;
  firstS: number | null;
  badSignature: boolean;
};

/** What completing a checkout session creates. */
export type CheckoutOrder = {
  items: { price: string; quantity: number }[];
  metadata: Record<string, string>;
  description: string | null;
  trialDays: number | null;
  trialEndS: number | null;
  missingMethod: "cancel" | "create_invoice" | "pause";
};
export type SavedAnswer = { fingerprint: string; path: string; status: number; body: string; atS: number };

/** The simulator's whole state. Maps are in creation order. */
export type State = {
  counters: Map<string, number>;
  /** How far the simulator's clock is ahead of the real one, ms. */
  clockOffsetMs: number;
  customers: Map<string, Customer>;
  deletedCustomers: Map<string, DeletedCustomer>;
  products: Map<string, Product>;
  prices: Map<string, Price>;
  paymentMethods: Map<string, PaymentMethod>;
  subscriptions: Map<string, Subscription>;
  /** Proration lines that wait for the subscription's next invoice. */
  pendingLines: Map<string, InvoiceLine[]>;
  invoices: Map<string, Invoice>;
  invoicePayments: Map<string, InvoicePayment>;
  paymentIntents: Map<string, PaymentIntent>;
  charges: Map<string, Charge>;
  checkoutSessions: Map<string, CheckoutSession>;
  checkoutOrders: Map<string, CheckoutOrder>;
  portalSessions: Map<string, PortalSession>;
  testClocks: Map<string, TestClock>;
  webhookEndpoints: Map<string, WebhookEndpoint>;
  endpointSecrets: Map<string, string[]>;
  events: Map<string, StripeEvent>;
  answers: Map<string, SavedAnswer>;
  tasks: Task[];
  deliveries: Delivery[];
};

export function emptyState(): State {
  return {
    counters: new Map(),
    clockOffsetMs: 0,
    customers: new Map(),
    deletedCustomers: new Map(),
    products: new Map(),
    prices: new Map(),
    paymentMethods: new Map(),
    subscriptions: new Map(),
    pendingLines: new Map(),
    invoices: new Map(),
    invoicePayments: new Map(),
    paymentIntents: new Map(),
    charges: new Map(),
    checkoutSessions: new Map(),
    checkoutOrders: new Map(),
    portalSessions: new Map(),
    testClocks: new Map(),
    webhookEndpoints: new Map(),
    endpointSecrets: new Map(),
    events: new Map(),
    answers: new Map(),
    tasks: [],
    deliveries: [],
  };
}
