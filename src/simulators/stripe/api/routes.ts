import type { Params } from "#simulators/stripe/params.ts";
import type { World } from "#simulators/stripe/world.ts";

export type Method = "DELETE" | "GET" | "POST";
/** Runs an endpoint; `id` is the path's id, "" if it has none. Synchronous, and therefore atomic. */
export type Handler = (world: World, params: Params, id: string) => object;
export type Route = { method: Method; path: string; run: Handler };

export type Match = { route: Route; id: string };

/** Finds the endpoint of a path; `:id` matches one segment. */
export function matchRoute(routes: Route[], method: string, pathname: string): Match | null {
  const parts = pathname.split("/");
  for (const route of routes) {
    const pattern = route.path.split("/");
    if (route.method !== method || pattern.length !== parts.length) continue;
    const fits = pattern.every((part, index) => part === ":id" || part === parts[index]);
    if (!fits) continue;
    const at = pattern.indexOf(":id");
    return { route, id: at === -1 ? "" : decodeURIComponent(parts[at] ?? "") };
  }
  return null;
}

/** The endpoint's name in faults and call counts, such as `POST /v1/subscriptions/:id`. */
export const nameOf = (route: Route): string => `${route.method} ${route.path}`;
