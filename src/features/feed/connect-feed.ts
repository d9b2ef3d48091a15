import type { Sql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import type { Upstream } from "#platform/upstream/upstream.ts";
import { claimFeed, feedSourceOf, feedUrlOf } from "./claim-feed.ts";
import type { Feed } from "./claim-feed.ts";
import { recordPoll } from "./record-poll.ts";

/** The smallest request that every feed of this kind supports: the prices of one item. */
const PROBE = "/latest?id=561";
const ASK_AGAIN_MS = 5_000;

export type Joined = { joined: true; feed: Feed } | { joined: false; problem: string; waitMs: number };

/**
 * Identifies the feed and claims the database for it, before any price is stored. While the feed does not answer, the
 * pages say which feed they wait for, unless the stored prices may be another feed's. Throws `conflict`, see claimFeed.
 */
export async function connectFeed(
  deps: { sql: Sql; clock: Clock; upstream: Upstream },
  signal: AbortSignal,
): Promise<Joined> {
  const url = feedUrlOf(deps.upstream.baseUrl);
  const answer = await deps.upstream.get(PROBE, { signal });
  if (answer.kind === "fresh") {
    const feed = { url, source: feedSourceOf(url, answer.header("x-feed-source")) };
    await claimFeed(deps, feed);
    return { joined: true, feed };
  }

  const problem = answer.kind === "failed" ? answer.message : "The price feed gave no answer.";
  const waitMs = Math.max(ASK_AGAIN_MS, answer.kind === "failed" ? answer.waitMs : 0);
  if (signal.aborted) return { joined: false, problem, waitMs };
  const [held] = await deps.sql<{ url: string | null }[]>`select url from feed_state`;
  if (!held?.url || held.url === url) {
    await recordPoll(deps.sql, "latest", deps.clock.now(), { ok: false, problem });
  }
  return { joined: false, problem, waitMs };
}
