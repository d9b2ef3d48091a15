import type { Sql } from "postgres";
import { AppError } from "#platform/app-error.ts";
import type { FeedSource } from "#features/feed/contract.ts";

export type Feed = { url: string; source: FeedSource };

const WIKI_HOST = "prices.runescape.wiki";

/** Origin and path: nothing of a user name, a password or a query is kept. */
export const feedUrlOf = (baseUrl: string): string => {
  const { origin, pathname } = new URL(baseUrl);
  return `${origin}${pathname.replace(/\/+$/, "")}`;
};

/** `header` is the answer's `x-feed-source`: a simulator says so itself. */
export const feedSourceOf = (url: string, header: string | null): FeedSource =>
  header === "simulated" ? "simulated" : new URL(url).host === WIKI_HOST ? "wiki" : "other";

/** A simulator is the same market on any port. */
const isSame = (held: { url: string; source: FeedSource | null }, given: Feed): boolean =>
  held.source === given.source && (given.source === "simulated" || held.url === given.url);

/**
 * Makes the database this feed's, or finds that it already is. Throws `conflict` where it holds another feed's
 * prices: two markets in one table would be neither.
 */
export async function claimFeed(deps: { sql: Sql }, feed: Feed): Promise<void> {
  await deps.sql.begin(async (tx) => {
    const [held] = await tx<{ url: string | null; source: FeedSource | null }[]>`
      select url, source from feed_state for update`;
    if (held?.url && !isSame({ url: held.url, source: held.source }, feed)) {
      throw new AppError(
        "conflict",
        `This database holds the prices of ${held.url} (${held.source}), and the worker is pointed at ${feed.url} (${feed.source}). ` +
          "Point it back, or give the other feed a database of its own.",
        { held: held.url, given: feed.url },
      );
    }
    await tx`update feed_state set url = ${feed.url}, source = ${feed.source}`;
  });
}
