import { timesteps } from "#features/history/contract.ts";
import { serveEndpoint } from "#features/api/rules/endpoint.ts";
import type { ServedEndpoint } from "#features/api/rules/endpoint.ts";
import { bucketEndpoints, seriesEndpoint, volumesEndpoint } from "#features/api/rules/history-endpoints.ts";
import { latestEndpoint, mappingEndpoint } from "#features/api/rules/market-endpoints.ts";
import { getBucket } from "./get-bucket.ts";
import { getLatest } from "./get-latest.ts";
import { getMapping } from "./get-mapping.ts";
import { getTimeseries } from "./get-timeseries.ts";
import { getVolumes } from "./get-volumes.ts";

export type ServedDeps = Parameters<typeof getBucket>[0] &
  Parameters<typeof getLatest>[0] &
  Parameters<typeof getTimeseries>[0] &
  Parameters<typeof getVolumes>[0];

/** Each endpoint of the public API with the function that answers it, by path. */
export const servedEndpoints: ReadonlyMap<string, ServedEndpoint<ServedDeps>> = new Map(
  [
    serveEndpoint(mappingEndpoint, (deps: ServedDeps) => getMapping(deps)),
    serveEndpoint(latestEndpoint, (deps: ServedDeps, query) => getLatest(deps, query)),
    ...timesteps.map((step) =>
      serveEndpoint(bucketEndpoints[step], (deps: ServedDeps, query, plan) =>
        getBucket(deps, plan, { ...query, step }),
      ),
    ),
    serveEndpoint(volumesEndpoint, (deps: ServedDeps) => getVolumes(deps)),
    serveEndpoint(seriesEndpoint, (deps: ServedDeps, query, plan) => getTimeseries(deps, plan, query)),
  ].map((endpoint) => [endpoint.path, endpoint]),
);
