import type { Cache } from "#platform/cache/cache.ts";
import type { Db } from "#platform/db/db.ts";
import type { GameUpdates } from "#features/history/contract.ts";
import { readUpdates } from "./read-updates.ts";

const KEPT_MS = 5_000;

/**
 * Every game update that charts mark, oldest first. Never served stale while a new list can be read: with the byte
 * cache in front a change shows within 20 seconds.
 */
export const listUpdates = (deps: { dbRead: Db; cache: Cache }): Promise<GameUpdates> =>
  deps.cache({
    key: "history:updates",
    freshMs: KEPT_MS,
    staleMs: 0,
    load: () => readUpdates({ db: deps.dbRead }),
  });
