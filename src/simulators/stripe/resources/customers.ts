import { paginate, readBounds } from "#simulators/stripe/api/lists.ts";
import type { Route } from "#simulators/stripe/api/routes.ts";
import { createCustomer, deleteCustomer } from "#simulators/stripe/billing/customers.ts";
import { attachMethod } from "#simulators/stripe/billing/methods.ts";
import { notFound } from "#simulators/stripe/errors.ts";
import type { Params } from "#simulators/stripe/params.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { Customer } from "#simulators/stripe/wire.ts";
import { findMethod } from "./methods.ts";

const PATH = "/v1/customers";
const UNUSED = ["address", "preferred_locales", "shipping", "tax", "tax_exempt"];

/** The customer of an id in the path or, with `param`, in a parameter. Deleted customers count as not found. */
export function findCustomer(world: World, id: string, param?: string): Customer {
  const found = world.state.customers.get(id);
  if (found === undefined) throw notFound("customer", id, param);
  return found;
}

function create(world: World, params: Params): Customer {
  const testClock = params.text("test_clock") ?? null;
  if (testClock !== null && !world.state.testClocks.has(testClock))
    throw notFound("test_clock", testClock, "test_clock");
  const details = {
    email: params.emptyable("email") ?? null,
    name: params.emptyable("name") ?? null,
    description: params.emptyable("description") ?? null,
    phone: params.emptyable("phone") ?? null,
    metadata: params.metadata(),
    testClock,
  };
  const method = params.text("payment_method");
  const preferred = params.hash("invoice_settings")?.text("default_payment_method");
  params.ignore(...UNUSED);
  params.finish();
  const card = method === undefined ? null : findMethod(world, method, "payment_method");
  const customer = createCustomer(world, details);
  if (card !== null) attachMethod(world, card, customer.id);
  if (preferred !== undefined) customer.invoice_settings.default_payment_method = card?.id ?? preferred;
  return customer;
}

function update(world: World, params: Params, id: string): Customer {
  const customer = findCustomer(world, id);
  const email = params.emptyable("email");
  const name = params.emptyable("name");
  const description = params.emptyable("description");
  const phone = params.emptyable("phone");
  const balance = params.integer("balance");
  const metadata = params.metadata(customer.metadata);
  const method = params.hash("invoice_settings")?.emptyable("default_payment_method");
  params.ignore(...UNUSED);
  params.finish();
  if (typeof method === "string" && findMethod(world, method, "invoice_settings").customer !== id)
    throw notFound("PaymentMethod", method, "invoice_settings[default_payment_method]");
  world.change("customer.updated", customer, customer.test_clock, (one) => {
    one.metadata = metadata;
    if (email !== undefined) one.email = email;
    if (name !== undefined) one.name = name;
    if (description !== undefined) one.description = description;
    if (phone !== undefined) one.phone = phone;
    if (balance !== undefined) one.balance = balance;
    if (method !== undefined) one.invoice_settings.default_payment_method = method;
  });
  return customer;
}

function retrieve(world: World, params: Params, id: string): object {
  params.finish();
  return world.state.deletedCustomers.get(id) ?? findCustomer(world, id);
}

function list(world: World, params: Params): object {
  const email = params.text("email");
  const clock = params.text("test_clock");
  const within = readBounds(params, "created");
  const found = [...world.state.customers.values()].filter(
    (one) =>
      (email === undefined || one.email === email) &&
      (clock === undefined ? one.test_clock === null : one.test_clock === clock) &&
      within(one.created),
  );
  return paginate(params, PATH, found);
}

function remove(world: World, params: Params, id: string): object {
  const customer = findCustomer(world, id);
  params.finish();
  deleteCustomer(world, customer);
  return { id, object: "customer", deleted: true };
}

function methods(world: World, params: Params, id: string): object {
  findCustomer(world, id);
  params.ignore("type");
  return paginate(
    params,
    `${PATH}/${id}/payment_methods`,
    [...world.state.paymentMethods.values()].filter(({ customer }) => customer === id),
  );
}

export const customerRoutes: Route[] = [
  { method: "POST", path: PATH, run: create },
  { method: "GET", path: PATH, run: list },
  { method: "GET", path: `${PATH}/:id`, run: retrieve },
  { method: "POST", path: `${PATH}/:id`, run: update },
  { method: "DELETE", path: `${PATH}/:id`, run: remove },
  { method: "GET", path: `${PATH}/:id/payment_methods`, run: methods },
];
