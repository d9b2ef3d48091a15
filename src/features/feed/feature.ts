import type { Feature } from "#trpc/feature.ts";

/**
 * The price feed: which one this database belongs to (`join-feed.ts`, `claim-feed.ts`), polling an endpoint and noting
 * how it went (`poll-endpoint.ts`, `record-poll.ts`, `read-feed.ts`), and what an answer may hold (`rules/`). Market and
 * history bring the jobs that poll.
 */
export const feed: Feature = { name: "feed" };
