import { and, eq, ne } from "drizzle-orm";
import type { UserActor } from "#platform/actor.ts";
import { writeAudit } from "#features/history/audit.ts";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import type { GameUpdate, SaveUpdateInput } from "#features/history/contract.ts";
import { gameUpdates } from "#features/history/schema.ts";

/**
 * Writes a game update anew, or over the one with the given id, and says so in the audit log. Throws `not_found` for
 * an id nobody has, `conflict` where another update has the same moment and title.
 */
export async function saveUpdate(
  deps: { db: Db; clock: Clock },
  actor: UserActor,
  { id, at, kind, title, url }: SaveUpdateInput,
): Promise<GameUpdate> {
  const row = { at: new Date(at), kind, title, url, changedAt: deps.clock.now() };
  const twin = new AppError("conflict", "There is an update of that moment and title already", {
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
        if (made === undefined) throw twin;
        return made.id;
      }
      const isSame = and(eq(gameUpdates.at, row.at), eq(gameUpdates.title, title), ne(gameUpdates.id, id));
      // Two editors at once: the constraint lets one of them pass.
      if ((await tx.select({ id: gameUpdates.id }).from(gameUpdates).where(isSame)).length > 0) throw twin;
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
