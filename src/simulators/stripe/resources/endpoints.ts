import { paginate } from "#simulators/stripe/api/lists.ts";
import type { Route } from "#simulators/stripe/api/routes.ts";
import { badParam, notFound } from "#simulators/stripe/errors.ts";
import type { Params } from "#simulators/stripe/params.ts";
import { API_VERSION } from "#simulators/stripe/world.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { WebhookEndpoint } from "#simulators/stripe/wire.ts";

const PATH = "/v1/webhook_endpoints";

/** Adds a webhook endpoint; it has two secrets during a rotation. */
export function addEndpoint(
  world: World,
  options: { url: string; secrets: string[]; events: string[]; description?: string | null },
): WebhookEndpoint {
  const endpoint: WebhookEndpoint = {
    id: world.newId("we"),
    object: "webhook_endpoint",
    api_version: API_VERSION,
    application: null,
    created: world.nowS(null),
    description: options.description ?? null,
    enabled_events: options.events,
    livemode: false,
    metadata: {},
    status: "enabled",
    url: options.url,
  };
  world.state.webhookEndpoints.set(endpoint.id, endpoint);
  world.state.endpointSecrets.set(endpoint.id, options.secrets);
  return endpoint;
}

function findEndpoint(world: World, id: string): WebhookEndpoint {
  const found = world.state.webhookEndpoints.get(id);
  if (found === undefined) throw notFound("webhook endpoint", id);
  return found;
}

function create(world: World, params: Params): WebhookEndpoint {
  const url = params.required("url");
  if (URL.parse(url) === null) throw badParam("url", "Invalid URL", "url_invalid");
  const events = params.texts("enabled_events");
  if (events.length === 0) throw badParam("enabled_events", "Pass at least one event.", "parameter_missing");
  const description = params.text("description") ?? null;
  const metadata = params.metadata();
  params.text("api_version");
  params.finish();
  const secret = world.newId("whsec");
  const endpoint = addEndpoint(world, { url, secrets: [secret], events, description });
  endpoint.metadata = metadata;
  return { ...endpoint, secret };
}

function update(world: World, params: Params, id: string): WebhookEndpoint {
  const endpoint = findEndpoint(world, id);
  const url = params.text("url");
  const events = params.texts("enabled_events");
  const disabled = params.flag("disabled");
  params.finish();
  if (url !== undefined) endpoint.url = url;
  if (events.length > 0) endpoint.enabled_events = events;
  if (disabled !== undefined) endpoint.status = disabled ? "disabled" : "enabled";
  return endpoint;
}

function remove(world: World, params: Params, id: string): object {
  findEndpoint(world, id);
  params.finish();
  world.state.webhookEndpoints.delete(id);
  world.state.endpointSecrets.delete(id);
  return { id, object: "webhook_endpoint", deleted: true };
}

export const endpointRoutes: Route[] = [
  { method: "POST", path: PATH, run: create },
  {
    method: "GET",
    path: PATH,
    run: (world, params) => paginate(params, PATH, world.state.webhookEndpoints.values()),
  },
  {
    method: "GET",
    path: `${PATH}/:id`,
    run(world, params, id) {
      params.finish();
      return findEndpoint(world, id);
    },
  },
  { method: "POST", path: `${PATH}/:id`, run: update },
  { method: "DELETE", path: `${PATH}/:id`, run: remove },
];
