import type { Db } from "#platform/db/db.ts";
import type { FeedSource } from "./contract.ts";
import { feedEndpoints, feedState } from "./schema.ts";

/** What the newest poll of an endpoint brought; `problem` is why its answer was not used. */
export type EndpointState = { endpoint: string; succeededAt: Date | null; problem: string | null };

/** Whose prices the database holds (null: nobody's yet), and how polling fares. */
export async function readFeed(
  db: Db,
): Promise<{ url: string | null; source: FeedSource | null; endpoints: EndpointState[] }> {
  const [[state], endpoints] = await Promise.all([
    db.select().from(feedState),
    db
      .select({
        endpoint: feedEndpoints.endpoint,
        succeededAt: feedEndpoints.succeededAt,
        problem: feedEndpoints.problem,
      })
      .from(feedEndpoints),
  ]);
  return { url: state?.url ?? null, source: state?.source ?? null, endpoints };
}
