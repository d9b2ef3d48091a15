import { changeItems } from "#simulators/stripe/billing/change.ts";
import { periodOf } from "#simulators/stripe/billing/cycle.ts";
import { isEnded, scheduleCancellation } from "#simulators/stripe/billing/ending.ts";
import { attachMethod, createCard } from "#simulators/stripe/billing/methods.ts";
import { ApiError } from "#simulators/stripe/errors.ts";
import { clockOf } from "#simulators/stripe/world.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { Subscription } from "#simulators/stripe/wire.ts";
import { readCard } from "./card.ts";
import type { Fields } from "./card.ts";

type PortalRequest = { world: World; customer: string; form: Fields };

const currentSubscriptions = (world: World, customer: string): Subscription[] =>
  [...world.state.subscriptions.values()].filter((one) => one.customer === customer && !isEnded(one));

/** Sets `cancel_at` and leaves `cancel_at_period_end` false, as Stripe's portal does with flexible billing. */
function setEnd({ world }: PortalRequest, subscription: Subscription, ends: boolean): null {
  world.change("customer.subscription.updated", subscription, subscription.test_clock, (one) => {
    scheduleCancellation(world, one, ends ? { atS: periodOf(one).end, flag: false } : null);
  });
  return null;
}

function setPlan({ world, form }: PortalRequest, subscription: Subscription): string | null {
  const price = world.state.prices.get(form["price"] ?? "");
  const [item] = subscription.items.data;
  if (price === undefined || item === undefined) return "Choose a plan.";
  if (item.price.id === price.id) return "That is your plan already.";
  changeItems(world, subscription, {
    items: [{ id: item.id, price, quantity: null, deleted: false }],
    prorationBehavior: "always_invoice",
    atS: world.nowS(subscription.test_clock),
  });
  return null;
}

function setCard({ world, customer: id, form }: PortalRequest): string | null {
  const clock = clockOf(world, id);
  const customer = world.state.customers.get(id);
  const details = readCard(form, world.nowS(clock));
  if ("problem" in details) return details.problem;
  if (customer === undefined) return "There is no such customer.";
  const method = createCard(world, details);
  attachMethod(world, method, id);
  world.change("customer.updated", customer, clock, (one) => {
    one.invoice_settings.default_payment_method = method.id;
  });
  for (const subscription of currentSubscriptions(world, id))
    world.change("customer.subscription.updated", subscription, clock, (one) => {
      one.default_payment_method = method.id;
    });
  return null;
}

/** Runs a portal form's action; returns a message if it fails. */
export function runAction(act: PortalRequest & { action: string }): string | null {
  try {
    if (act.action === "card") return setCard(act);
    const subscription = currentSubscriptions(act.world, act.customer).find(
      ({ id }) => id === act.form["subscription"],
    );
    if (subscription === undefined) return "There is no such plan.";
    if (act.action === "cancel") return setEnd(act, subscription, true);
    if (act.action === "resume") return setEnd(act, subscription, false);
    if (act.action === "plan") return setPlan(act, subscription);
    return "There is no such action.";
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
}
