import { z } from "zod";

const epochMs = z.number().int().nonnegative();

/** Where the prices come from. A simulator identifies itself by a response header. */
export const feedSources = ["wiki", "simulated", "other"] as const;
export const feedSource = z.enum(feedSources);
export type FeedSource = z.infer<typeof feedSource>;

/** `waiting`: no price has arrived yet. `stale`: the last good `/latest` is older than three minutes. */
export const marketStatus = z.object({
  version: z.number().int().nonnegative().describe("the version of the market, see items.getAll"),
  state: z.enum(["waiting", "live", "stale"]),
  source: feedSource.nullable(),
  host: z.string().nullable().describe("the feed's host name"),
  itemCount: z.number().int().nonnegative(),
  latestAt: epochMs.nullable().describe("when the last good /latest was stored"),
  fiveMinuteAt: epochMs.nullable().describe("start of the newest stored 5m bucket"),
  oneHourAt: epochMs.nullable().describe("start of the newest stored 1h bucket"),
  problem: z.string().nullable().describe("why the newest poll was not used, in a trader's words"),
  backfill: z
    .object({ done: z.number().int(), total: z.number().int() })
    .nullable()
    .describe("buckets of history fetched and wanted; null when complete"),
});
export type MarketStatus = z.infer<typeof marketStatus>;
