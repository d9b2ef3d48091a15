import type { Sql } from "postgres";
import { AppError } from "#platform/app-error.ts";
import type { FeedSource } from "#features/feed/contract.ts";

export type Feed = { url: string; source: FeedSource };

const WIKI_HOST = "prices.runescape.wiki";

/** Origin and path only; user name, password and query are dropped, because the database stores the result. */
export const feedUrlOf = (baseUrl: string): string => {
  const { origin, pathname } = new URL(baseUrl);
  return `${origin}${pathname.replace(/\/+$/, "")}`;
};

/** `header` is the response's `x-feed-source`, which a simulator sets. */
export const feedSourceOf = (url: string, header: string | null): FeedSource =>
  header === "simulated" ? "simulated" : new URL(url).host === WIKI_HOST ? "wiki" : "other";

/** The port of a simulator does not matter: the same simulated market runs on any port. */
const isSame = (held: { url: string; source: FeedSource | null }, given: Feed): boolean =>
  held.source === given.source && (given.source === "simulated" || held.url === given.url);

/**
 * Records that this database holds the prices of this feed. Throws `conflict` if it holds the prices of another feed,
 * because prices of two markets must not mix in one table.
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
