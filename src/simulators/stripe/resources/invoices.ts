import { paginate, readBounds } from "#simulators/stripe/api/lists.ts";
import type { Route } from "#simulators/stripe/api/routes.ts";
import { collectInvoice } from "#simulators/stripe/billing/collect.ts";
import { voidInvoice } from "#simulators/stripe/billing/ending.ts";
import { finalizeInvoice } from "#simulators/stripe/billing/invoices.ts";
import { previewInvoice } from "#simulators/stripe/billing/preview.ts";
import { startSubscription } from "#simulators/stripe/billing/start.ts";
import { cardError, missingParam, notFound, refused } from "#simulators/stripe/errors.ts";
import type { Params } from "#simulators/stripe/params.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { Invoice } from "#simulators/stripe/wire.ts";
import { findCustomer } from "./customers.ts";
import { findMethod } from "./methods.ts";
import { findPrice } from "./prices.ts";
import { findSubscription } from "./subscriptions.ts";
import { readItems, readProrationBehavior } from "./update.ts";

const PATH = "/v1/invoices";
const STATUSES = ["draft", "open", "paid", "uncollectible", "void"] as const;

export function findInvoice(world: World, id: string): Invoice {
  const found = world.state.invoices.get(id);
  if (found === undefined) throw notFound("invoice", id);
  return found;
}

function list(world: World, params: Params): object {
  const customer = params.text("customer");
  const subscription = params.text("subscription");
  const status = params.choice("status", STATUSES);
  const within = readBounds(params, "created");
  const found = [...world.state.invoices.values()].filter(
    (one) =>
      (customer === undefined || one.customer === customer) &&
      (subscription === undefined || one.parent.subscription_details.subscription === subscription) &&
      (status === undefined || one.status === status) &&
      within(one.created),
  );
  return paginate(params, PATH, found);
}

function retrieve(world: World, params: Params, id: string): Invoice {
  params.finish();
  return findInvoice(world, id);
}

function pay(world: World, params: Params, id: string): Invoice {
  const invoice = findInvoice(world, id);
  const method = params.text("payment_method");
  params.ignore("off_session");
  params.finish();
  if (invoice.status === "paid") throw refused("Invoice is already paid", "invoice_already_paid");
  if (invoice.status !== "open" && invoice.status !== "draft")
    throw refused(`Invoices with status \`${invoice.status}\` cannot be paid.`);
  if (invoice.status === "draft") finalizeInvoice(world, invoice);
  const card = method === undefined ? null : findMethod(world, method, "payment_method");
  const decline = collectInvoice(world, invoice, { automatic: false, method: card });
  if (decline !== null) throw cardError(decline);
  return invoice;
}

function finalize(world: World, params: Params, id: string): Invoice {
  const invoice = findInvoice(world, id);
  params.ignore("auto_advance");
  params.finish();
  if (invoice.status !== "draft") throw refused("This invoice is already finalized.", "invoice_not_editable");
  finalizeInvoice(world, invoice);
  return invoice;
}

function voidIt(world: World, params: Params, id: string): Invoice {
  const invoice = findInvoice(world, id);
  params.finish();
  if (invoice.status !== "open" && invoice.status !== "uncollectible")
    throw refused("You can only pass in open invoices. This invoice isn't open.");
  voidInvoice(world, invoice);
  return invoice;
}

function markUncollectible(world: World, params: Params, id: string): Invoice {
  const invoice = findInvoice(world, id);
  params.finish();
  if (invoice.status !== "open") throw refused("You can only mark open invoices as uncollectible.");
  invoice.status = "uncollectible";
  invoice.next_payment_attempt = null;
  invoice.status_transitions.marked_uncollectible_at = world.nowS(invoice.test_clock);
  world.emit("invoice.marked_uncollectible", invoice, invoice.test_clock);
  return invoice;
}

/** Previews a new subscription by starting it on a copy of the state, which is then discarded. */
function previewStart(world: World, customer: string, details: Params): Invoice {
  const items = details.hashes("items").map((item) => ({
    price: findPrice(world, item.required("price"), `${item.path}[price]`),
    quantity: item.quantity("quantity"),
  }));
  details.finish();
  const copy: World = {
    ...world,
    state: structuredClone(world.state),
    emit: () => {},
    schedule: () => {},
    change: (_type, object, _clock, mutate) => mutate(object),
  };
  const subscription = startSubscription(copy, {
    customer: structuredClone(findCustomer(world, customer, "customer")),
    items,
    trialEndS: null,
    defaultMethod: null,
    missingMethod: "create_invoice",
    metadata: {},
    description: null,
    cancelAtPeriodEnd: false,
    behavior: "allow_incomplete",
  });
  const invoice = findInvoice(copy, subscription.latest_invoice ?? "");
  return { ...invoice, billing_reason: "upcoming", status: "draft", hosted_invoice_url: null, number: null };
}

function createPreview(world: World, params: Params): Invoice {
  const customer = params.text("customer");
  const id = params.text("subscription");
  const details = params.hash("subscription_details");
  if (id === undefined) {
    if (customer === undefined) throw missingParam("customer");
    if (details === undefined) throw missingParam("subscription_details");
    return previewStart(world, customer, details);
  }
  const subscription = findSubscription(world, id, "subscription");
  if (customer !== undefined && subscription.customer !== customer)
    throw notFound("subscription", id, "subscription");
  const items = details === undefined ? [] : readItems(world, details, subscription);
  const prorationBehavior = details === undefined ? "create_prorations" : readProrationBehavior(details);
  const atS = details?.integer("proration_date") ?? world.nowS(subscription.test_clock);
  const ends = details?.flag("cancel_at_period_end") ?? false;
  params.finish();
  if (ends) throw refused("No upcoming invoices for customer", "invoice_upcoming_none", 404);
  return previewInvoice(world, subscription, items.length === 0 ? null : { items, prorationBehavior, atS });
}

function lines(world: World, params: Params, id: string): object {
  const invoice = findInvoice(world, id);
  return paginate(params, `${PATH}/${id}/lines`, invoice.lines.data.toReversed());
}

export const invoiceRoutes: Route[] = [
  { method: "GET", path: PATH, run: list },
  { method: "POST", path: `${PATH}/create_preview`, run: createPreview },
  { method: "GET", path: `${PATH}/:id`, run: retrieve },
  { method: "GET", path: `${PATH}/:id/lines`, run: lines },
  { method: "POST", path: `${PATH}/:id/pay`, run: pay },
  { method: "POST", path: `${PATH}/:id/finalize`, run: finalize },
  { method: "POST", path: `${PATH}/:id/void`, run: voidIt },
  { method: "POST", path: `${PATH}/:id/mark_uncollectible`, run: markUncollectible },
];
