import { badParam } from "#simulators/stripe/errors.ts";
import { copyJson, isHash } from "#simulators/stripe/json.ts";
import type { State } from "#simulators/stripe/state.ts";
import { wholeList } from "./lists.ts";

const MAX_DEPTH = 4;

type Hash = Record<string, unknown>;

function find(state: State, id: string): object | undefined {
  const tables = [
    state.customers,
    state.deletedCustomers,
    state.products,
    state.prices,
    state.paymentMethods,
    state.subscriptions,
    state.invoices,
    state.paymentIntents,
    state.charges,
    state.testClocks,
  ];
  for (const table of tables) {
    const found = table.get(id);
    if (found !== undefined) return copyJson(found);
  }
  return undefined;
}

/** Lists that an object has only where they are asked for. */
function include(state: State, holder: Hash, name: string): object | undefined {
  const id = String(holder["id"]);
  const whole = (url: string, data: object[]) => wholeList(url, copyJson(data));
  switch (`${String(holder["object"])}.${name}`) {
    case "invoice.payments":
      return whole(
        "/v1/invoice_payments",
        [...state.invoicePayments.values()].filter((payment) => payment.invoice === id),
      );
    case "customer.subscriptions":
      return whole(
        `/v1/customers/${id}/subscriptions`,
        [...state.subscriptions.values()].filter((one) => one.customer === id && one.status !== "canceled"),
      );
    case "checkout.session.line_items":
      return whole(
        `/v1/checkout/sessions/${id}/line_items`,
        (state.checkoutOrders.get(id)?.items ?? []).map(({ price, quantity }) => {
          const found = state.prices.get(price);
          const amount = (found?.unit_amount ?? 0) * quantity;
          return {
            id: `li_${id.slice(-14)}`,
            object: "item",
            amount_discount: 0,
            amount_subtotal: amount,
            amount_tax: 0,
            amount_total: amount,
            currency: found?.currency ?? "usd",
            description: state.products.get(found?.product ?? "")?.name ?? null,
            price: found,
            quantity,
          };
        }),
      );
    default:
      return undefined;
  }
}

function expandPath(state: State, holder: unknown, path: string[], whole: string): void {
  const [name, ...rest] = path;
  if (name === undefined) return;
  if (Array.isArray(holder)) {
    for (const one of holder) expandPath(state, one, path, whole);
    return;
  }
  if (!isHash(holder)) return;
  const refuse = () =>
    badParam("expand", `This property cannot be expanded (${whole}).`, "property_cannot_be_expanded");
  if (!(name in holder)) {
    const list = include(state, holder, name);
    if (list === undefined) throw refuse();
    holder[name] = list;
  }
  const value = holder[name];
  if (typeof value === "string") {
    const found = find(state, value);
    if (found === undefined) throw refuse();
    holder[name] = found;
  }
  expandPath(state, holder[name], rest, whole);
}

/** Refuses paths that are too deep; asked before any work is done. */
export function checkExpand(expand: string[]): void {
  if (expand.some((path) => path.split(".").length > MAX_DEPTH))
    throw badParam("expand", `You cannot expand more than ${MAX_DEPTH} levels of a property`);
}

/** A copy of an answer with ids replaced by the objects they name; `expand` are Stripe's dotted paths. */
export function expandAnswer(state: State, answer: object, expand: string[]): object {
  const copy: unknown = copyJson(answer);
  for (const whole of expand) expandPath(state, copy, whole.split("."), whole);
  return isHash(copy) ? copy : answer;
}
