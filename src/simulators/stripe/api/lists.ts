import { badParam, notFound } from "#simulators/stripe/errors.ts";
import type { Params } from "#simulators/stripe/params.ts";
import type { List } from "#simulators/stripe/wire.ts";

const DEFAULT_LIMIT = 10;
const MAX_LIMIT = 100;

export type Bounds = (seconds: number) => boolean;

/** Reads a time filter: `created=1700000000` or `created[gte]=...`. */
export function readBounds(params: Params, name: string): Bounds {
  let value: number | undefined;
  let range: Params | undefined;
  try {
    range = params.hash(name);
  } catch {
    value = params.integer(name);
  }
  const gt = range?.integer("gt");
  const gte = range?.integer("gte");
  const lt = range?.integer("lt");
  const lte = range?.integer("lte");
  return (at) =>
    (value === undefined || at === value) &&
    (gt === undefined || at > gt) &&
    (gte === undefined || at >= gte) &&
    (lt === undefined || at < lt) &&
    (lte === undefined || at <= lte);
}

/**
 * One page of a list, newest first, as Stripe pages it. Reads the cursor and calls `finish()`, so read filters
 * first.
 */
export function paginate<T extends { id: string }>(
  params: Params,
  url: string,
  oldestFirst: Iterable<T>,
): List<T> {
  const limit = params.integer("limit") ?? DEFAULT_LIMIT;
  if (limit < 1 || limit > MAX_LIMIT)
    throw badParam(
      "limit",
      `Invalid integer: limit must be between 1 and ${MAX_LIMIT}`,
      "parameter_invalid_integer",
    );
  const after = params.text("starting_after");
  const before = params.text("ending_before");
  params.finish();
  const all = [...oldestFirst].toReversed();
  const at = (id: string, name: string) => {
    const index = all.findIndex((one) => one.id === id);
    if (index === -1) throw notFound("object", id, name);
    return index;
  };
  if (before !== undefined) {
    const end = at(before, "ending_before");
    const start = Math.max(0, end - limit);
    return { object: "list", data: all.slice(start, end), has_more: start > 0, url };
  }
  const start = after === undefined ? 0 : at(after, "starting_after") + 1;
  return { object: "list", data: all.slice(start, start + limit), has_more: start + limit < all.length, url };
}

/** A complete list inside another object. */
export const completeList = <T>(url: string, data: T[]): List<T> => ({
  object: "list",
  data,
  has_more: false,
  url,
});
