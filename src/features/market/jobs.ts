import type { Job } from "#platform/jobs/scheduler.ts";
import { countRefused } from "#features/feed/rules/values.ts";
import { ingestLatest } from "./ingest/ingest-latest.ts";
import { ingestMapping } from "./ingest/ingest-mapping.ts";
import { pollEndpoint } from "#features/feed/poll-endpoint.ts";
import type { PollDeps } from "#features/feed/poll-endpoint.ts";

/** The feed allows one request of `/latest` in this time. */
const LATEST_EVERY_MS = 60_000;
const HOUR_MS = 3_600_000;
const MAPPING_AGAIN_MS = 60_000;

const mappingJob = (deps: PollDeps): Job => ({
  name: "mapping",
  run: async (signal) => {
    const { result, waitMs } = await pollEndpoint(deps, { endpoint: "mapping", signal }, (answer) =>
      ingestMapping(deps, answer),
    );
    const [known] = await deps.sql<{ succeededAt: Date | null }[]>`
      select succeeded_at as "succeededAt" from feed_endpoints where endpoint = 'mapping' and problem is null`;
    const done = result?.used ?? Boolean(known?.succeededAt);
    // An item whose row was refused is missing from all pages, so the catalogue is polled again sooner than daily.
    const incomplete = result !== null && countRefused(result.refused) > 0;
    return Math.max(done ? (incomplete ? HOUR_MS : 24 * HOUR_MS) : MAPPING_AGAIN_MS, waitMs);
  },
});

const latestJob = (deps: PollDeps): Job => ({
  name: "latest",
  run: async (signal) => {
    const startedMs = deps.clock.now().getTime();
    const { waitMs } = await pollEndpoint(deps, { endpoint: "latest", signal }, (answer) =>
      ingestLatest(deps, answer),
    );
    const tookMs = deps.clock.now().getTime() - startedMs;
    // Measured from start to start. A poll whose retries took the whole time still leaves the feed a pause.
    return Math.max(LATEST_EVERY_MS - tookMs, 5_000, waitMs);
  },
});

/** In the order in which the first page needs their data. */
export const marketJobs = (deps: PollDeps): Job[] => [mappingJob(deps), latestJob(deps)];
