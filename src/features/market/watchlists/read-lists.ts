import { asc, eq } from "drizzle-orm";
import type { UserActor } from "#platform/actor.ts";
import type { Db } from "#platform/db/db.ts";
import { findAllowed } from "#features/billing/records/find-plan.ts";
import type { PlanDeps } from "#features/billing/records/find-plan.ts";
import { watchedItems } from "#features/market/rules/allowances.ts";
import { watchlists } from "#features/market/schema.ts";
import type { WatchlistSet, WatchlistView } from "./contract.ts";

/** In the order of their owner. */
export const readWatchlists = (db: Db, userId: string): Promise<WatchlistView[]> =>
  db
    .select({
      id: watchlists.id,
      name: watchlists.name,
      itemIds: watchlists.itemIds,
      shareToken: watchlists.shareToken,
    })
    .from(watchlists)
    .where(eq(watchlists.userId, userId))
    .orderBy(asc(watchlists.position));

/** The lists of a user, and how many items the plan lets them watch. */
export async function listWatchlists(deps: PlanDeps, { userId }: UserActor): Promise<WatchlistSet> {
  const [lists, allowed] = await Promise.all([
    readWatchlists(deps.db, userId),
    findAllowed(deps, userId, watchedItems),
  ]);
  return { lists, allowed };
}
