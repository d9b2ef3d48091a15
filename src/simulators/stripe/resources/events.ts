import { paginate, readBounds } from "#simulators/stripe/api/lists.ts";
import type { Route } from "#simulators/stripe/api/routes.ts";
import { notFound } from "#simulators/stripe/errors.ts";
import type { Params } from "#simulators/stripe/params.ts";
import type { World } from "#simulators/stripe/world.ts";

/** Whether a type matches a filter: `*` matches all, `invoice.*` all of a kind. */
export const isWanted = (type: string, wanted: string[]): boolean =>
  wanted.some(
    (one) => one === "*" || one === type || (one.endsWith(".*") && type.startsWith(one.slice(0, -1))),
  );

function list(world: World, params: Params): object {
  const type = params.text("type");
  const types = params.texts("types");
  params.flag("delivery_success");
  const within = readBounds(params, "created");
  const wanted = type === undefined ? types : [type];
  const found = [...world.state.events.values()].filter(
    (event) => (wanted.length === 0 || isWanted(event.type, wanted)) && within(event.created),
  );
  return paginate(params, "/v1/events", found);
}

function retrieve(world: World, params: Params, id: string): object {
  params.finish();
  const found = world.state.events.get(id);
  if (found === undefined) throw notFound("event", id);
  return found;
}

export const eventRoutes: Route[] = [
  { method: "GET", path: "/v1/events", run: list },
  { method: "GET", path: "/v1/events/:id", run: retrieve },
];
