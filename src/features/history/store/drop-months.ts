import type { Sql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import { dropPartition, listPartitions } from "#platform/db/partitions.ts";
import { timesteps } from "#features/history/contract.ts";
import type { Timestep } from "#features/history/contract.ts";
import { seriesTable } from "./ensure-months.ts";
import { keptFromMs } from "#features/history/rules/retention.ts";
import type { Retention } from "#features/history/rules/retention.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import { extendTimeouts } from "./extend-timeouts.ts";

/**
 * Drops the month partitions of each step that are older than its retention, with their records. Returns the names of
 * the dropped partitions. A partition that an interrupted run left is dropped by the next run.
 */
export async function dropMonths(deps: { sql: Sql; clock: Clock }, retention: Retention): Promise<string[]> {
  const nowMs = deps.clock.now().getTime();
  const dropped: string[] = [];
  for (const step of timesteps) {
    const keptMs = keptFromMs(step, retention[step], nowMs);
    if (keptMs === null) continue;
    await deleteRecords(deps.sql, step, keptMs);
    for (const partition of await listPartitions(deps.sql, seriesTable(step))) {
      if (partition.month.getTime() >= keptMs) continue;
      await dropPartition(deps.sql, seriesTable(step), partition);
      dropped.push(partition.name);
    }
  }
  return dropped;
}

/** Runs before the drop: no reader finds points without records, but records without points look like lost data. */
async function deleteRecords(sql: Sql, step: Timestep, keptMs: number): Promise<void> {
  const stepS = STEP_S[step];
  const kept = new Date(keptMs);
  await sql.begin(async (tx) => {
    await extendTimeouts(tx);
    await tx`delete from price_buckets where step_s = ${stepS} and bucket_at < ${kept}`;
    await tx`delete from price_gaps where step_s = ${stepS} and bucket_at < ${kept}`;
    await tx`delete from rollups_due where step_s = ${stepS} and bucket_at < ${kept}`;
    await tx`delete from history_drift where step_s = ${stepS} and bucket_at < ${kept}`;
    await tx`delete from sealed_periods where step_s = ${stepS} and period_at < ${kept}`;
    await tx`delete from item_price_history where step_s = ${stepS} and bucket_at < ${kept}`;
  });
}
