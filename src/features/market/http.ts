import { serveEndpoint } from "#features/api/endpoints/endpoint.ts";
import type { WebDeps } from "#server/deps.ts";
import { getLatest } from "#features/api/osrs/get-latest.ts";
import { getMapping } from "#features/api/osrs/get-mapping.ts";
import { latestEndpoint, mappingEndpoint } from "#features/api/osrs/market-endpoints.ts";

/** The public API's share of the market. */
export const marketEndpoints = [
  serveEndpoint(mappingEndpoint, (deps: WebDeps) => getMapping(deps)),
  serveEndpoint(latestEndpoint, (deps: WebDeps, query) => getLatest(deps, query)),
];
