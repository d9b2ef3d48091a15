import { badParam } from "#simulators/stripe/errors.ts";
import { copyJson, isHash } from "#simulators/stripe/json.ts";
import type { State } from "#simulators/stripe/state.ts";
import { completeList } from "./lists.ts";

const MAX_DEPTH = 4;

type Hash = Record<string, unknown>;

function findById(state: State, id: string): object | undefined {
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

/** Lists that an object includes only when they are expanded. */
function includedList(state: State, holder: Hash, name: string): object | undefined {
  const id = String(holder["id"]);
  const listOf = (url: string, data: object[]) => completeList(url, copyJson(data));
  switch (`${String(holder["object"])}.${name}`) {
    case "invoice.payments":
      return listOf(
        "/v1/invoice_payments",
        [...state.invoicePayments.values()].filter((payment) => payment.invoice === id),
      );
    case "customer.subscriptions":
      return listOf(
        `/v1/customers/${id}/subscriptions`,
        [...state.subscriptions.values()].filter((one) => one.customer === id && one.status !== "canceled"),
      );
    case "checkout.session.line_items":
      return listOf(
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

function expandPath(state: State, holder: unknown, path: string[], fullPath: string): void {
  const [name, ...rest] = path;
  if (name === undefined) return;
  if (Array.isArray(holder)) {
    for (const one of holder) expandPath(state, one, path, fullPath);
    return;
  }
  if (!isHash(holder)) return;
  const refuse = () =>
    badParam("expand", `This property cannot be expanded (${fullPath}).`, "property_cannot_be_expanded");
  if (!(name in holder)) {
    const list = includedList(state, holder, name);
    if (list === undefined) throw refuse();
    holder[name] = list;
  }
  const value = holder[name];
  if (typeof value === "string") {
    const found = findById(state, value);
    if (found === undefined) throw refuse();
    holder[name] = found;
  }
  expandPath(state, holder[name], rest, fullPath);
}

/** Refuses paths that are too deep; called before the endpoint does any work. */
export function checkExpand(expand: string[]): void {
  if (expand.some((path) => path.split(".").length > MAX_DEPTH))
    throw badParam("expand", `You cannot expand more than ${MAX_DEPTH} levels of a property`);
}

/**
 * Returns a copy of the answer with ids replaced by the objects they refer to; `expand` holds Stripe's dotted
 * paths.
 */
export function expandAnswer(state: State, answer: object, expand: string[]): object {
  const copy: unknown = copyJson(answer);
  for (const fullPath of expand) expandPath(state, copy, fullPath.split("."), fullPath);
  return isHash(copy) ? copy : answer;
}
