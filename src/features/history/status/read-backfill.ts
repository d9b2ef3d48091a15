import type { Db } from "#platform/db/db.ts";
import { historyState } from "#features/history/schema.ts";

/** How far the last backfill came: buckets of the wanted history held, and all of them; null before the first one. */
export async function readBackfill({ db }: { db: Db }): Promise<{ done: number; total: number } | null> {
  const [state] = await db
    .select({ done: historyState.backfillDone, total: historyState.backfillTotal })
    .from(historyState);
  const { done, total } = state ?? {};
  return typeof done === "number" && typeof total === "number" ? { done, total } : null;
}
