import type { Cache } from "#platform/cache/cache.ts";
import type { WebDeps } from "#trpc/register.ts";

type FeedParts = {
  /** The feed that the worker polls, if the web process is configured with it; shown on a page that has no prices yet. */
  feedUrl: string | null;
};

declare module "#trpc/register.ts" {
  interface WebDeps extends FeedParts {}
}

/** Dependencies of the functions that report the feed. */
export type FeedDeps = Pick<WebDeps, "db" | "clock"> & { cache: Cache } & FeedParts;
