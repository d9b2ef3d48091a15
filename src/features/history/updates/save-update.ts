import { and, eq, ne } from "drizzle-orm";
import type { UserActor } from "#platform/actor.ts";
import { writeAudit } from "#features/history/audit.ts";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import type { GameUpdate, SaveUpdateInput } from "#features/history/contract.ts";
import { gameUpdates } from "#features/history/schema.ts";

/**
 * Creates a game update, or changes the one with the given id, and writes an audit log entry. Throws `not_found` for an
 * unknown id and `conflict` if another update has the same time and title.
 */
export async function saveUpdate(
  deps: { db: Db; clock: Clock },
  actor: UserActor,
  { id, at, kind, title, url }: SaveUpdateInput,
): Promise<GameUpdate> {
  const row = { at: new Date(at), kind, title, url, changedAt: deps.clock.now() };
  const duplicate = new AppError("conflict", "There is an update of that moment and title already", {
    field: "title",
  });
  return deps.db.transaction(async (tx) => {
    const write = async (): Promise<number> => {
      if (id === undefined) {
        const [made] = await tx
          .insert(gameUpdates)
          .values(row)
          .onConflictDoNothing()
          .returning({ id: gameUpdates.id });
        if (made === undefined) throw duplicate;
        return made.id;
      }
      const isSame = and(eq(gameUpdates.at, row.at), eq(gameUpdates.title, title), ne(gameUpdates.id, id));
      // Two concurrent edits may both pass this check; then the unique constraint rejects one.
      if ((await tx.select({ id: gameUpdates.id }).from(gameUpdates).where(isSame)).length > 0)
        throw duplicate;
      const [changed] = await tx
        .update(gameUpdates)
        .set(row)
        .where(eq(gameUpdates.id, id))
        .returning({ id: gameUpdates.id });
      if (changed === undefined) throw new AppError("not_found", `There is no update ${id}`, { id });
      return changed.id;
    };
    const savedId = await write();
    await writeAudit({ ...deps, db: tx }, actor, {
      action: "update_saved",
      userId: null,
      actorId: actor.userId,
      detail: { title, at: row.at.toISOString() },
    });
    return { id: savedId, at, kind, title, url };
  });
}
