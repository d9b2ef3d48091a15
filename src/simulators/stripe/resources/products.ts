import { paginate, readBounds } from "#simulators/stripe/api/lists.ts";
import type { Route } from "#simulators/stripe/api/routes.ts";
import { badParam, notFound } from "#simulators/stripe/errors.ts";
import type { Params } from "#simulators/stripe/params.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { Product } from "#simulators/stripe/wire.ts";

const PATH = "/v1/products";
const UNUSED = ["images", "shippable", "statement_descriptor", "tax_code", "unit_label", "url"];

export function findProduct(world: World, id: string, param?: string): Product {
  const found = world.state.products.get(id);
  if (found === undefined) throw notFound("product", id, param);
  return found;
}

export type ProductDetails = {
  id?: string | undefined;
  name: string;
  description?: string | null;
  metadata?: Record<string, string>;
  features?: string[];
};

export function addProduct(world: World, details: ProductDetails): Product {
  const now = world.nowS(null);
  const product: Product = {
    id: details.id ?? world.newId("prod"),
    object: "product",
    active: true,
    created: now,
    default_price: null,
    description: details.description ?? null,
    images: [],
    livemode: false,
    marketing_features: (details.features ?? []).map((name) => ({ name })),
    metadata: details.metadata ?? {},
    name: details.name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: "service",
    unit_label: null,
    updated: now,
    url: null,
  };
  world.state.products.set(product.id, product);
  world.emit("product.created", product, null);
  return product;
}

function create(world: World, params: Params): Product {
  const details = {
    id: params.text("id"),
    name: params.required("name"),
    description: params.emptyable("description") ?? null,
    metadata: params.metadata(),
    features: params.hashes("marketing_features").map((one) => one.required("name")),
  };
  params.ignore(...UNUSED, "active", "type");
  params.finish();
  if (details.id !== undefined && world.state.products.has(details.id))
    throw badParam("id", `Product already exists.`, "resource_already_exists");
  return addProduct(world, details);
}

function update(world: World, params: Params, id: string): Product {
  const product = findProduct(world, id);
  const name = params.text("name");
  const description = params.emptyable("description");
  const active = params.flag("active");
  const metadata = params.metadata(product.metadata);
  const defaultPrice = params.text("default_price");
  params.ignore(...UNUSED, "marketing_features");
  params.finish();
  world.change("product.updated", product, null, (one) => {
    one.metadata = metadata;
    one.updated = world.nowS(null);
    if (name !== undefined) one.name = name;
    if (description !== undefined) one.description = description;
    if (active !== undefined) one.active = active;
    if (defaultPrice !== undefined) one.default_price = defaultPrice;
  });
  return product;
}

function list(world: World, params: Params): object {
  const active = params.flag("active");
  const ids = params.texts("ids");
  const within = readBounds(params, "created");
  const found = [...world.state.products.values()].filter(
    (one) =>
      (active === undefined || one.active === active) &&
      (ids.length === 0 || ids.includes(one.id)) &&
      within(one.created),
  );
  return paginate(params, PATH, found);
}

function retrieve(world: World, params: Params, id: string): Product {
  params.finish();
  return findProduct(world, id);
}

export const productRoutes: Route[] = [
  { method: "POST", path: PATH, run: create },
  { method: "GET", path: PATH, run: list },
  { method: "GET", path: `${PATH}/:id`, run: retrieve },
  { method: "POST", path: `${PATH}/:id`, run: update },
];
