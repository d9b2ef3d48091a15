import type { Sql } from "postgres";

/** Stores the backfill's progress for the page's progress bar. The market's version stays: no price changed. */
export async function recordBackfill(
  deps: { sql: Sql },
  progress: { done: number; total: number },
): Promise<void> {
  await deps.sql`update history_state set backfill_done = ${progress.done}, backfill_total = ${progress.total}
    where (backfill_done, backfill_total) is distinct from (${progress.done}::int, ${progress.total}::int)`;
}
