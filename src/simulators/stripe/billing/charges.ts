import type { World } from "#simulators/stripe/world.ts";
import type { Charge, Invoice, PaymentIntent, PaymentMethod } from "#simulators/stripe/wire.ts";
import { chargeDecline } from "./cards.ts";
import type { Decline } from "./cards.ts";

const NO_METHOD: Decline = {
  code: "missing",
  decline_code: "missing",
  message: "There is no payment method on the customer or the subscription to charge.",
};

/** The payment intent of an invoice, created at the first payment attempt. */
function intentOf(world: World, invoice: Invoice): PaymentIntent {
  const payment = [...world.state.invoicePayments.values()].find((one) => one.invoice === invoice.id);
  const known = world.state.paymentIntents.get(payment?.payment.payment_intent ?? "");
  if (known !== undefined) return known;
  const now = world.nowS(invoice.test_clock);
  const id = world.newId("pi");
  const intent: PaymentIntent = {
    id,
    object: "payment_intent",
    allowed_payment_method_types: null,
    amount: invoice.amount_remaining,
    amount_capturable: 0,
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: null,
    canceled_at: null,
    cancellation_reason: null,
    capture_method: "automatic",
    client_secret: `${id}_secret_simulated`,
    confirmation_method: "automatic",
    created: now,
    currency: invoice.currency,
    customer: invoice.customer,
    customer_account: null,
    description: "Subscription payment",
    excluded_payment_method_types: null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ["card"],
    payment_record: null,
    processing: null,
    receipt_email: null,
    review: null,
    setup_future_usage: "off_session",
    shipping: null,
    source: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: "requires_payment_method",
    transfer_group: null,
  };
  world.state.paymentIntents.set(id, intent);
  const paymentId = world.newId("inpay");
  world.state.invoicePayments.set(paymentId, {
    id: paymentId,
    object: "invoice_payment",
    amount_paid: null,
    amount_requested: intent.amount,
    created: now,
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { type: "payment_intent", payment_intent: id },
    status: "open",
    status_transitions: { canceled_at: null, paid_at: null },
  });
  world.emit("payment_intent.created", intent, invoice.test_clock);
  return intent;
}

function makeCharge(
  world: World,
  invoice: Invoice,
  options: { intent: PaymentIntent; method: PaymentMethod; decline: Decline | null },
): Charge {
  const { intent, method, decline } = options;
  return {
    id: world.newId("ch"),
    object: "charge",
    amount: intent.amount,
    amount_captured: decline === null ? intent.amount : 0,
    amount_refunded: 0,
    application: null,
    application_fee: null,
    application_fee_amount: null,
    balance_transaction: null,
    billing_details: method.billing_details,
    calculated_statement_descriptor: "SIMULATED",
    captured: decline === null,
    created: world.nowS(invoice.test_clock),
    currency: invoice.currency,
    customer: invoice.customer,
    description: "Subscription payment",
    disputed: false,
    failure_balance_transaction: null,
    failure_code: decline?.code ?? null,
    failure_message: decline?.message ?? null,
    fraud_details: {},
    livemode: false,
    metadata: {},
    on_behalf_of: null,
    outcome: {
      advice_code: null,
      network_advice_code: null,
      network_decline_code: null,
      network_status: decline === null ? "approved_by_network" : "declined_by_network",
      reason: decline?.decline_code ?? null,
      risk_level: "normal",
      seller_message: decline?.message ?? "Payment complete.",
      type: decline === null ? "authorized" : "issuer_declined",
    },
    paid: decline === null,
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: null,
    receipt_email: null,
    receipt_number: null,
    receipt_url: null,
    refunded: false,
    review: null,
    shipping: null,
    source: null,
    source_transfer: null,
    statement_descriptor: null,
    statement_descriptor_suffix: null,
    status: decline === null ? "succeeded" : "failed",
    transfer_data: null,
    transfer_group: null,
  };
}

/** Charges a card for an open invoice; null on success, else the decline. */
export function chargeInvoice(world: World, invoice: Invoice, method: PaymentMethod | null): Decline | null {
  const intent = intentOf(world, invoice);
  const clock = invoice.test_clock;
  if (method === null) return NO_METHOD;
  const decline = chargeDecline(method);
  const charge = makeCharge(world, invoice, { intent, method, decline });
  world.state.charges.set(charge.id, charge);
  intent.latest_charge = charge.id;
  if (decline !== null) {
    const needsAction = decline.code === "authentication_required";
    intent.status = needsAction ? "requires_action" : "requires_payment_method";
    intent.last_payment_error = { type: "card_error", charge: charge.id, ...decline };
    world.emit("charge.failed", charge, clock);
    world.emit(
      needsAction ? "payment_intent.requires_action" : "payment_intent.payment_failed",
      intent,
      clock,
    );
    return decline;
  }
  intent.status = "succeeded";
  intent.amount_received = intent.amount;
  intent.payment_method = method.id;
  intent.last_payment_error = null;
  for (const payment of world.state.invoicePayments.values()) {
    if (payment.invoice !== invoice.id) continue;
    payment.status = "paid";
    payment.amount_paid = intent.amount;
    payment.status_transitions.paid_at = world.nowS(clock);
  }
  world.emit("charge.succeeded", charge, clock);
  world.emit("payment_intent.succeeded", intent, clock);
  return null;
}
