import { paginate, readBounds } from "#simulators/stripe/api/lists.ts";
import type { Route } from "#simulators/stripe/api/routes.ts";
import { badParam, missingParam, notFound } from "#simulators/stripe/errors.ts";
import type { Params } from "#simulators/stripe/params.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { Price, Recurring } from "#simulators/stripe/wire.ts";
import { addProduct, findProduct } from "./products.ts";

const PATH = "/v1/prices";
const INTERVALS = ["day", "week", "month", "year"] as const;
const MAX_COUNT = { day: 1_095, week: 156, month: 36, year: 3 };

export function findPrice(world: World, id: string, param?: string): Price {
  const found = world.state.prices.get(id);
  if (found === undefined) throw notFound("price", id, param);
  return found;
}

function readRecurring(params: Params): Recurring | null {
  const hash = params.hash("recurring");
  if (hash === undefined) return null;
  const interval = hash.choice("interval", INTERVALS);
  if (interval === undefined) throw missingParam("recurring[interval]");
  const count = hash.integer("interval_count") ?? 1;
  if (count < 1 || count > MAX_COUNT[interval])
    throw badParam("recurring[interval_count]", "The longest interval is three years, the shortest one day.");
  hash.choice("usage_type", ["licensed"]);
  return { interval, interval_count: count, meter: null, trial_period_days: null, usage_type: "licensed" };
}

/** Updates the copy of the price in subscriptions' items. */
function refreshItems(world: World, price: Price): void {
  for (const subscription of world.state.subscriptions.values())
    for (const item of subscription.items.data)
      if (item.price.id === price.id) item.price = structuredClone(price);
}

/** A lookup key belongs to one price; moving it to another needs `transfer_lookup_key`. */
function claimLookupKey(world: World, key: string | null, transfer: boolean): void {
  if (key === null) return;
  const holder = [...world.state.prices.values()].find((one) => one.lookup_key === key);
  if (holder === undefined) return;
  if (!transfer)
    throw badParam(
      "lookup_key",
      `A price (\`${holder.id}\`) already uses that lookup key.`,
      "resource_already_exists",
    );
  world.change("price.updated", holder, null, (one) => {
    one.lookup_key = null;
  });
  refreshItems(world, holder);
}

function readAmount(params: Params): number {
  const amount = params.integer("unit_amount");
  if (amount === undefined) throw missingParam("unit_amount");
  if (amount < 0) throw badParam("unit_amount", "Invalid non-negative integer", "parameter_invalid_integer");
  return amount;
}

function create(world: World, params: Params): Price {
  const currency = params.required("currency").toLowerCase();
  const amount = readAmount(params);
  const recurring = readRecurring(params);
  const key = params.text("lookup_key") ?? null;
  const transfer = params.flag("transfer_lookup_key") ?? false;
  const nickname = params.text("nickname") ?? null;
  const active = params.flag("active") ?? true;
  const productName = params.hash("product_data")?.required("name");
  const product = params.text("product");
  const metadata = params.metadata();
  params.choice("billing_scheme", ["per_unit"]);
  params.ignore("tax_behavior");
  params.finish();
  if (product === undefined && productName === undefined) throw missingParam("product");
  const sold =
    product === undefined
      ? addProduct(world, { name: productName ?? "" })
      : findProduct(world, product, "product");
  claimLookupKey(world, key, transfer);
  const price: Price = {
    id: world.newId("price"),
    object: "price",
    active,
    billing_scheme: "per_unit",
    created: world.nowS(null),
    currency,
    custom_unit_amount: null,
    livemode: false,
    lookup_key: key,
    metadata,
    nickname,
    product: sold.id,
    recurring,
    tax_behavior: "unspecified",
    tiers_mode: null,
    transform_quantity: null,
    type: recurring === null ? "one_time" : "recurring",
    unit_amount: amount,
    unit_amount_decimal: String(amount),
  };
  world.state.prices.set(price.id, price);
  world.emit("price.created", price, null);
  return price;
}

function update(world: World, params: Params, id: string): Price {
  const price = findPrice(world, id);
  const active = params.flag("active");
  const nickname = params.emptyable("nickname");
  const key = params.emptyable("lookup_key");
  const transfer = params.flag("transfer_lookup_key") ?? false;
  const metadata = params.metadata(price.metadata);
  params.ignore("tax_behavior");
  params.finish();
  if (key !== undefined && key !== price.lookup_key) claimLookupKey(world, key, transfer);
  world.change("price.updated", price, null, (one) => {
    one.metadata = metadata;
    if (active !== undefined) one.active = active;
    if (nickname !== undefined) one.nickname = nickname;
    if (key !== undefined) one.lookup_key = key;
  });
  refreshItems(world, price);
  return price;
}

function list(world: World, params: Params): object {
  const active = params.flag("active");
  const keys = params.texts("lookup_keys");
  const product = params.text("product");
  const currency = params.text("currency");
  const type = params.choice("type", ["one_time", "recurring"]);
  const within = readBounds(params, "created");
  if (keys.length > 10) throw badParam("lookup_keys", "You may only specify up to 10 lookup keys.");
  const found = [...world.state.prices.values()].filter(
    (one) =>
      (active === undefined || one.active === active) &&
      (keys.length === 0 || keys.includes(one.lookup_key ?? "")) &&
      (product === undefined || one.product === product) &&
      (currency === undefined || one.currency === currency) &&
      (type === undefined || one.type === type) &&
      within(one.created),
  );
  return paginate(params, PATH, found);
}

function retrieve(world: World, params: Params, id: string): Price {
  params.finish();
  return findPrice(world, id);
}

export const priceRoutes: Route[] = [
  { method: "POST", path: PATH, run: create },
  { method: "GET", path: PATH, run: list },
  { method: "GET", path: `${PATH}/:id`, run: retrieve },
  { method: "POST", path: `${PATH}/:id`, run: update },
];
