import type { World } from "#simulators/stripe/world.ts";
import type { Customer } from "#simulators/stripe/wire.ts";
import { endSubscription, isEnded } from "./ending.ts";

export type CustomerDetails = {
  email: string | null;
  name?: string | null;
  description?: string | null;
  phone?: string | null;
  metadata?: Record<string, string>;
  testClock?: string | null;
};

export function createCustomer(world: World, details: CustomerDetails): Customer {
  const id = world.newId("cus");
  const customer: Customer = {
    id,
    object: "customer",
    address: null,
    balance: 0,
    created: world.nowS(details.testClock ?? null),
    currency: null,
    default_source: null,
    delinquent: false,
    description: details.description ?? null,
    discount: null,
    email: details.email,
    invoice_prefix: id.slice(-8).toUpperCase(),
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: details.metadata ?? {},
    name: details.name ?? null,
    next_invoice_sequence: 1,
    phone: details.phone ?? null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: "none",
    test_clock: details.testClock ?? null,
  };
  world.state.customers.set(id, customer);
  world.emit("customer.created", customer, customer.test_clock);
  return customer;
}

/** Deletes a customer permanently: its subscriptions end at once, and only a deletion record remains. */
export function deleteCustomer(world: World, customer: Customer): void {
  for (const subscription of world.state.subscriptions.values())
    if (subscription.customer === customer.id && !isEnded(subscription))
      endSubscription(world, subscription, null);
  for (const method of world.state.paymentMethods.values())
    if (method.customer === customer.id) method.customer = null;
  world.emit("customer.deleted", customer, customer.test_clock);
  world.state.customers.delete(customer.id);
  world.state.deletedCustomers.set(customer.id, { id: customer.id, object: "customer", deleted: true });
}
