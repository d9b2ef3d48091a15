import { eq } from "drizzle-orm";
import type { UserActor } from "#platform/actor.ts";
import { writeAudit } from "#features/history/audit.ts";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import type { DeleteUpdateInput, GameUpdate } from "#features/history/contract.ts";
import { gameUpdates } from "#features/history/schema.ts";

/**
 * Deletes a game update, writes an audit log entry, and returns the deleted update so that it can be saved again.
 * Throws `not_found`.
 */
export async function deleteUpdate(
  deps: { db: Db; clock: Clock },
  actor: UserActor,
  { id }: DeleteUpdateInput,
): Promise<GameUpdate> {
  return deps.db.transaction(async (tx) => {
    const [deleted] = await tx.delete(gameUpdates).where(eq(gameUpdates.id, id)).returning();
    if (deleted === undefined) throw new AppError("not_found", `There is no update ${id}`, { id });
    await writeAudit({ ...deps, db: tx }, actor, {
      action: "update_deleted",
      userId: null,
      actorId: actor.userId,
      detail: { title: deleted.title, at: deleted.at.toISOString() },
    });
    return {
      id: deleted.id,
      at: deleted.at.getTime(),
      kind: deleted.kind,
      title: deleted.title,
      url: deleted.url,
    };
  });
}
