import { serveEndpoint } from "#features/api/endpoints/endpoint.ts";
import type { WebDeps } from "#server/deps.ts";
import { storedSteps } from "./rules/bucket.ts";
import { getBucket } from "#features/api/osrs/get-bucket.ts";
import { getTimeseries } from "#features/api/osrs/get-timeseries.ts";
import { bucketEndpoints, seriesEndpoint } from "#features/api/osrs/history-endpoints.ts";

/** The public API's share of the history. */
export const historyEndpoints = [
  ...storedSteps.map((step) =>
    serveEndpoint(bucketEndpoints[step], (deps: WebDeps, query, plan) =>
      getBucket(deps, plan, { ...query, step }),
    ),
  ),
  serveEndpoint(seriesEndpoint, (deps: WebDeps, query, plan) => getTimeseries(deps, plan, query)),
];
