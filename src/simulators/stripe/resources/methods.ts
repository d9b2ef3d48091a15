import { paginate } from "#simulators/stripe/api/lists.ts";
import type { Route } from "#simulators/stripe/api/routes.ts";
import { isCardNumber, TEST_CARDS } from "#simulators/stripe/billing/cards.ts";
import { attachMethod, createCard, detachMethod } from "#simulators/stripe/billing/methods.ts";
import { badParam, cardError, notFound, refused } from "#simulators/stripe/errors.ts";
import type { Params } from "#simulators/stripe/params.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { PaymentMethod } from "#simulators/stripe/wire.ts";

const PATH = "/v1/payment_methods";
const EXPIRY = { expMonth: 12, expYear: 2034, name: null };

const predefinedCard = (id: string, prefix: string): string | undefined =>
  id.startsWith(prefix) ? TEST_CARDS[id.slice(prefix.length)] : undefined;

/** A payment method by id, or a new one for a predefined id such as `pm_card_visa`. */
export function findMethod(world: World, id: string, param?: string): PaymentMethod {
  const number = predefinedCard(id, "pm_card_");
  if (number !== undefined) return createCard(world, { number, ...EXPIRY });
  const found = world.state.paymentMethods.get(id);
  if (found === undefined) throw notFound("PaymentMethod", id, param);
  return found;
}

function create(world: World, params: Params): PaymentMethod {
  params.choice("type", ["card"]);
  const card = params.hash("card");
  if (card === undefined) throw badParam("card", "The simulator makes cards only.", "parameter_missing");
  const token = card.text("token");
  const number =
    token === undefined ? card.required("number").replaceAll(" ", "") : predefinedCard(token, "tok_");
  const expMonth = card.integer("exp_month") ?? EXPIRY.expMonth;
  const expYear = card.integer("exp_year") ?? EXPIRY.expYear;
  card.ignore("cvc");
  const name = params.hash("billing_details")?.emptyable("name") ?? null;
  const metadata = params.metadata();
  params.finish();
  if (number === undefined) throw notFound("token", token ?? "", "card[token]");
  if (!isCardNumber(number))
    throw cardError({ code: "incorrect_number", param: "number", message: "Your card number is incorrect." });
  const method = createCard(world, { number, expMonth, expYear, name });
  method.metadata = metadata;
  return method;
}

function attach(world: World, params: Params, id: string): PaymentMethod {
  const method = findMethod(world, id);
  const customer = params.required("customer");
  params.finish();
  if (!world.state.customers.has(customer)) throw notFound("customer", customer, "customer");
  if (method.customer !== null && method.customer !== customer)
    throw refused(
      "The payment method you provided has already been attached to a customer.",
      "payment_method_unexpected_state",
    );
  if (method.customer === null) attachMethod(world, method, customer);
  return method;
}

function detach(world: World, params: Params, id: string): PaymentMethod {
  const method = findMethod(world, id);
  params.finish();
  if (method.customer === null)
    throw refused(
      "The payment method you provided is not attached to a customer so detachment is impossible.",
    );
  detachMethod(world, method);
  return method;
}

function list(world: World, params: Params): object {
  const customer = params.text("customer");
  params.ignore("type");
  const found = [...world.state.paymentMethods.values()].filter(
    (one) => customer !== undefined && one.customer === customer,
  );
  return paginate(params, PATH, found);
}

function retrieve(world: World, params: Params, id: string): PaymentMethod {
  params.finish();
  return findMethod(world, id);
}

export const methodRoutes: Route[] = [
  { method: "POST", path: PATH, run: create },
  { method: "GET", path: PATH, run: list },
  { method: "GET", path: `${PATH}/:id`, run: retrieve },
  { method: "POST", path: `${PATH}/:id/attach`, run: attach },
  { method: "POST", path: `${PATH}/:id/detach`, run: detach },
];
