import { asc } from "drizzle-orm";
import type { Cache } from "#platform/cache.ts";
import type { Db } from "#platform/db.ts";
import type { GameUpdates } from "./contract.ts";
import { gameUpdates } from "./schema.ts";

/** Every game update that charts mark, oldest first. A change shows within a minute. */
export const listUpdates = (deps: { dbRead: Db; cache: Cache }): Promise<GameUpdates> =>
  deps.cache({
    key: "history:updates",
    freshMs: 60_000,
    staleMs: 3_600_000,
    load: async () => {
      const rows = await deps.dbRead
        .select()
        .from(gameUpdates)
        .orderBy(asc(gameUpdates.at), asc(gameUpdates.id));
      return {
        updates: rows.map(({ id, at, kind, title, url }) => ({ id, at: at.getTime(), kind, title, url })),
      };
    },
  });
