import type { Db } from "#platform/db/db.ts";
import { historyState } from "#features/history/schema.ts";

/** Reads the progress of the last backfill in buckets: answered, and wanted in total; null before the first backfill. */
export async function readBackfill({ db }: { db: Db }): Promise<{ done: number; total: number } | null> {
  const [state] = await db
    .select({ done: historyState.backfillDone, total: historyState.backfillTotal })
    .from(historyState);
  const { done, total } = state ?? {};
  return typeof done === "number" && typeof total === "number" ? { done, total } : null;
}
