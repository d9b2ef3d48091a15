import { and, eq } from "drizzle-orm";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import type { ImportState } from "#features/imports/contract.ts";
import { importChunks, imports } from "#features/imports/schema.ts";

/** The state after a failure, by the one in which a worker was at it. */
const AFTER_FAILURE: Partial<Record<ImportState, ImportState>> = {
  reading: "failed",
  committing: "ready",
  undoing: "committed",
};
const INTERNAL: Partial<Record<ImportState, string>> = {
  reading: "It could not be read because of a fault of ours: send the file again",
  committing: "It could not be added because of a fault of ours: nothing was changed, try again",
  undoing: "It could not be undone because of a fault of ours: nothing was changed, try again",
};

/** Ends what a worker was at with a reason in words; null: a fault of ours. Does nothing if the state is another one now. */
export async function settle(
  { db, clock }: { db: Db; clock: Clock },
  id: string,
  from: ImportState,
  reason: string | null,
): Promise<void> {
  const state = AFTER_FAILURE[from];
  if (state === undefined) return;
  const problem = reason ?? INTERNAL[from] ?? null;
  await db.transaction(async (tx) => {
    const settled = await tx
      .update(imports)
      .set({ state, problem, changedAt: clock.now() })
      .where(and(eq(imports.id, id), eq(imports.state, from)))
      .returning({ id: imports.id });
    if (settled.length > 0 && state === "failed")
      await tx.delete(importChunks).where(eq(importChunks.importId, id));
  });
}
