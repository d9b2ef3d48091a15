import { eq } from "drizzle-orm";
import { AppError } from "#platform/app-error.ts";
import type { Db } from "#platform/db.ts";
import type { DeleteUpdateInput, GameUpdate } from "./contract.ts";
import { gameUpdates } from "./schema.ts";

/** Takes a game update off the charts and answers what it was, so that it can be saved again. Throws `not_found`. */
export async function deleteUpdate(deps: { db: Db }, { id }: DeleteUpdateInput): Promise<GameUpdate> {
  const [gone] = await deps.db.delete(gameUpdates).where(eq(gameUpdates.id, id)).returning();
  if (gone === undefined) throw new AppError("not_found", `There is no update ${id}`, { id });
  return { id: gone.id, at: gone.at.getTime(), kind: gone.kind, title: gone.title, url: gone.url };
}
