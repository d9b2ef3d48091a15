import { asc } from "drizzle-orm";
import type { Db } from "#platform/db/db.ts";
import type { GameUpdates } from "#features/history/contract.ts";
import { gameUpdates } from "#features/history/schema.ts";

/** Reads all game updates without a cache, oldest first. */
export async function readUpdates(deps: { db: Db }): Promise<GameUpdates> {
  const rows = await deps.db.select().from(gameUpdates).orderBy(asc(gameUpdates.at), asc(gameUpdates.id));
  return {
    updates: rows.map(({ id, at, kind, title, url }) => ({ id, at: at.getTime(), kind, title, url })),
  };
}
