import type { Cache } from "#platform/cache/cache.ts";
import type { Db } from "#platform/db/db.ts";
import type { GameUpdates } from "#features/history/contract.ts";
import { readUpdates } from "./read-updates.ts";

const KEPT_MS = 5_000;

/**
 * Lists all game updates, oldest first, from a cache that serves no stale list: together with the byte cache in front,
 * a change is visible within 20 seconds.
 */
export const listUpdates = (deps: { dbRead: Db; cache: Cache }): Promise<GameUpdates> =>
  deps.cache({
    key: "history:updates",
    freshMs: KEPT_MS,
    staleMs: 0,
    load: () => readUpdates({ db: deps.dbRead }),
  });
