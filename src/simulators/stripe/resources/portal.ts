import type { Route } from "#simulators/stripe/api/routes.ts";
import { badParam } from "#simulators/stripe/errors.ts";
import type { Params } from "#simulators/stripe/params.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { PortalSession } from "#simulators/stripe/wire.ts";
import { findCustomer } from "./customers.ts";

function create(world: World, params: Params): PortalSession {
  const customer = findCustomer(world, params.required("customer"), "customer");
  const returnUrl = params.text("return_url") ?? null;
  if (returnUrl !== null && URL.parse(returnUrl) === null)
    throw badParam("return_url", "Not a valid URL", "url_invalid");
  params.ignore("configuration", "flow_data", "locale");
  params.finish();
  const id = world.newId("bps");
  const session: PortalSession = {
    id,
    object: "billing_portal.session",
    configuration: "bpc_simulated",
    created: world.nowS(customer.test_clock),
    customer: customer.id,
    customer_account: null,
    flow: null,
    livemode: false,
    locale: null,
    on_behalf_of: null,
    return_url: returnUrl,
    url: `${world.baseUrl}/p/session/${id}`,
  };
  world.state.portalSessions.set(id, session);
  world.emit("billing_portal.session.created", session, customer.test_clock);
  return session;
}

export const portalRoutes: Route[] = [{ method: "POST", path: "/v1/billing_portal/sessions", run: create }];
