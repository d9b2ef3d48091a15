import type { Db } from "#platform/db/db.ts";
import { marketState } from "./schema.ts";

/** How far the last backfill came: buckets of the wanted history held, and all of them; null before the first one. */
export async function readBackfill({ db }: { db: Db }): Promise<{ done: number; total: number } | null> {
  const [state] = await db
    .select({ done: marketState.backfillDone, total: marketState.backfillTotal })
    .from(marketState);
  const { done, total } = state ?? {};
  return typeof done === "number" && typeof total === "number" ? { done, total } : null;
}
