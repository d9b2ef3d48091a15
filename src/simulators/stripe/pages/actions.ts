import { changeItems } from "#simulators/stripe/billing/change.ts";
import { periodOf } from "#simulators/stripe/billing/cycle.ts";
import { isOver, planEnd } from "#simulators/stripe/billing/ending.ts";
import { attachMethod, createCard } from "#simulators/stripe/billing/methods.ts";
import { ApiError } from "#simulators/stripe/errors.ts";
import { clockOf } from "#simulators/stripe/world.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { Subscription } from "#simulators/stripe/wire.ts";
import { readCard } from "./card.ts";
import type { Fields } from "./card.ts";

type Act = { world: World; customer: string; form: Fields };

const runningOf = (world: World, customer: string): Subscription[] =>
  [...world.state.subscriptions.values()].filter((one) => one.customer === customer && !isOver(one));

/** The portal plans an end by `cancel_at` and leaves `cancel_at_period_end` false, as Stripe's does in flexible billing. */
function setEnd({ world }: Act, subscription: Subscription, ends: boolean): null {
  world.change("customer.subscription.updated", subscription, subscription.test_clock, (one) => {
    planEnd(world, one, ends ? { atS: periodOf(one).end, flag: false } : null);
  });
  return null;
}

function setPlan({ world, form }: Act, subscription: Subscription): string | null {
  const price = world.state.prices.get(form["price"] ?? "");
  const [item] = subscription.items.data;
  if (price === undefined || item === undefined) return "Choose a plan.";
  if (item.price.id === price.id) return "That is your plan already.";
  changeItems(world, subscription, {
    items: [{ id: item.id, price, quantity: null, deleted: false }],
    prorating: "always_invoice",
    atS: world.nowS(subscription.test_clock),
  });
  return null;
}

function setCard({ world, customer: id, form }: Act): string | null {
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
  for (const subscription of runningOf(world, id))
    world.change("customer.subscription.updated", subscription, clock, (one) => {
      one.default_payment_method = method.id;
    });
  return null;
}

/** Does what a form of the portal asks; a message where it cannot be done. */
export function runAction(act: Act & { action: string }): string | null {
  try {
    if (act.action === "card") return setCard(act);
    const subscription = runningOf(act.world, act.customer).find(({ id }) => id === act.form["subscription"]);
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
