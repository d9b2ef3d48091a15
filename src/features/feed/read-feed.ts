import type { Db } from "#platform/db/db.ts";
import type { FeedSource } from "./contract.ts";
import { feedEndpoints, feedState } from "./schema.ts";

/** The result of the newest poll of an endpoint; `problem` says why its response was not used. */
export type EndpointState = { endpoint: string; succeededAt: Date | null; problem: string | null };

/** The feed that the database belongs to (null: none yet), and the newest poll of each endpoint. */
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
