import type { WebDeps } from "#trpc/register.ts";

type FeedParts = {
  /** The feed that the worker follows, as far as the web process is told; for the page that waits for it. */
  feedUrl: string | null;
};

declare module "#trpc/register.ts" {
  interface WebDeps extends FeedParts {}
}

/** What verbs that tell of the feed may ask for. */
export type FeedDeps = Pick<WebDeps, "db" | "cache" | "clock"> & FeedParts;
