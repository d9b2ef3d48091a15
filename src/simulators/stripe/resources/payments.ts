import { paginate, readBounds } from "#simulators/stripe/api/lists.ts";
import type { Route } from "#simulators/stripe/api/routes.ts";
import { notFound } from "#simulators/stripe/errors.ts";
import type { State } from "#simulators/stripe/state.ts";

type Payment = { id: string; created: number; customer: string };
type Kind = { path: string; name: string; table: (state: State) => Map<string, Payment> };

/** Payments are read-only in this API: invoices create them. */
const routesOf = ({ path, name, table }: Kind): Route[] => [
  {
    method: "GET",
    path,
    run(world, params) {
      const customer = params.text("customer");
      const within = readBounds(params, "created");
      const found = [...table(world.state).values()].filter(
        (one) => (customer === undefined || one.customer === customer) && within(one.created),
      );
      return paginate(params, path, found);
    },
  },
  {
    method: "GET",
    path: `${path}/:id`,
    run(world, params, id) {
      params.finish();
      const found = table(world.state).get(id);
      if (found === undefined) throw notFound(name, id);
      return found;
    },
  },
];

export const paymentRoutes: Route[] = [
  ...routesOf({ path: "/v1/charges", name: "charge", table: (state) => state.charges }),
  ...routesOf({
    path: "/v1/payment_intents",
    name: "payment_intent",
    table: (state) => state.paymentIntents,
  }),
  {
    method: "GET",
    path: "/v1/invoice_payments",
    run(world, params) {
      const invoice = params.text("invoice");
      const found = [...world.state.invoicePayments.values()].filter(
        (one) => invoice === undefined || one.invoice === invoice,
      );
      return paginate(params, "/v1/invoice_payments", found);
    },
  },
];
