import type { Feature } from "#trpc/feature.ts";

/**
 * The price feed: which feed this database belongs to (`connect-feed.ts`, `claim-feed.ts`), polling an endpoint and
 * recording the outcome (`poll-endpoint.ts`, `record-poll.ts`, `read-feed.ts`), and valid values in a response (`rules/`).
 * The features market and history define the jobs that poll.
 */
export const feed: Feature = { name: "feed" };
