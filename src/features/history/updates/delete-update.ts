import { eq } from "drizzle-orm";
import type { UserActor } from "#platform/actor.ts";
import { writeAudit } from "#features/history/audit.ts";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import type { DeleteUpdateInput, GameUpdate } from "#features/history/contract.ts";
import { gameUpdates } from "#features/history/schema.ts";

/**
 * Takes a game update off the charts, says so in the audit log, and answers what it was, so that it can be saved
 * again. Throws `not_found`.
 */
export async function deleteUpdate(
  deps: { db: Db; clock: Clock },
  actor: UserActor,
  { id }: DeleteUpdateInput,
): Promise<GameUpdate> {
  return deps.db.transaction(async (tx) => {
    const [gone] = await tx.delete(gameUpdates).where(eq(gameUpdates.id, id)).returning();
    if (gone === undefined) throw new AppError("not_found", `There is no update ${id}`, { id });
    await writeAudit({ ...deps, db: tx }, actor, {
      action: "update_deleted",
      userId: null,
      actorId: actor.userId,
      detail: { title: gone.title, at: gone.at.toISOString() },
    });
    return { id: gone.id, at: gone.at.getTime(), kind: gone.kind, title: gone.title, url: gone.url };
  });
}
