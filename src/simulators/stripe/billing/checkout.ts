import { cardError, refused } from "#simulators/stripe/errors.ts";
import { DAY_S } from "#simulators/stripe/time.ts";
import { clockOf } from "#simulators/stripe/world.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { CheckoutSession, Customer } from "#simulators/stripe/wire.ts";
import { attachDecline, chargeDecline } from "./cards.ts";
import { createCustomer } from "./customers.ts";
import { attachMethod, createCard } from "./methods.ts";
import type { CardDetails } from "./methods.ts";
import { startSubscription } from "./start.ts";

export function expireSession(world: World, session: CheckoutSession): void {
  session.status = "expired";
  session.url = null;
  world.emit("checkout.session.expired", session, clockOf(world, session.customer ?? ""));
}

function trialEnd(world: World, session: CheckoutSession, now: number): number | null {
  const order = world.state.checkoutOrders.get(session.id);
  if (order?.trialEndS !== null && order?.trialEndS !== undefined) return order.trialEndS;
  return order?.trialDays === null || order?.trialDays === undefined ? null : now + order.trialDays * DAY_S;
}

/**
 * Whether the page may offer to continue without a card: nothing is due today and the session does not require one.
 */
export const mayOmitCard = (world: World, session: CheckoutSession): boolean =>
  session.payment_method_collection === "if_required" && trialEnd(world, session, 0) !== null;

function findCustomerByStripeId(world: World, session: CheckoutSession, email: string | null): Customer {
  const known = world.state.customers.get(session.customer ?? "");
  if (known !== undefined) return known;
  return createCustomer(world, { email: session.customer_email ?? email });
}

/**
 * Completes a session as the page's button does: attaches the card, starts the subscription, closes the session.
 * Throws a card error if the card is declined; the session then stays open and only the card exists.
 */
export function completeSession(
  world: World,
  session: CheckoutSession,
  payer: { card: CardDetails | null; email: string | null },
): void {
  if (session.status !== "open") throw refused("This Checkout Session is no longer open.");
  const order = world.state.checkoutOrders.get(session.id);
  if (order === undefined) throw refused("This Checkout Session has nothing to sell.");
  if (payer.card === null && !mayOmitCard(world, session)) throw refused("A card is required.");
  const method = payer.card === null ? null : createCard(world, payer.card);
  const now = world.nowS(clockOf(world, session.customer ?? ""));
  const trialEndS = trialEnd(world, session, now);
  const decline =
    method === null ? null : (attachDecline(method) ?? (trialEndS === null ? chargeDecline(method) : null));
  if (decline !== null) throw cardError(decline);
  const customer = findCustomerByStripeId(world, session, payer.email);
  if (method !== null) attachMethod(world, method, customer.id);
  const items = order.items.flatMap(({ price, quantity }) => {
    const found = world.state.prices.get(price);
    return found === undefined ? [] : [{ price: found, quantity }];
  });
  const subscription = startSubscription(world, {
    customer,
    items,
    trialEndS,
    defaultMethod: method?.id ?? null,
    missingMethod: order.missingMethod,
    metadata: order.metadata,
    description: order.description,
    cancelAtPeriodEnd: false,
    behavior: "allow_incomplete",
  });
  session.status = "complete";
  session.url = null;
  session.customer = customer.id;
  session.customer_details = {
    address: null,
    business_name: null,
    email: customer.email,
    individual_name: null,
    name: payer.card?.name ?? customer.name ?? null,
    phone: null,
    tax_exempt: "none",
    tax_ids: [],
  };
  session.subscription = subscription.id;
  session.invoice = subscription.latest_invoice;
  session.payment_status = trialEndS === null ? "paid" : "no_payment_required";
  world.emit("checkout.session.completed", session, customer.test_clock);
}
