import type { Sql } from "postgres";
import type { Log } from "#platform/log/log.ts";
import type { Clock } from "#platform/clock.ts";
import { ensurePartition } from "#platform/db/partitions.ts";
import type { Timestep } from "#features/history/contract.ts";
import { raiseAlert } from "#features/history/admin/raise-alert.ts";

export const ROWS = "item_price_history";
/** The largest value that PostgreSQL allows, so that a series (4 KB for a month of 1h) stays in its row. */
export const SERIES_STORAGE = { wholeRowBytes: 8_160 } as const;

export const seriesTable = (step: Timestep): string => `item_price_series_${step}`;

/** Creates the month partition of a step's series. No job creates these ahead, since imports may be of any age. */
export const ensureSeriesMonth = (sql: Sql, step: Timestep, at: Date): Promise<boolean> =>
  ensurePartition(sql, seriesTable(step), at, SERIES_STORAGE);

/**
 * Creates the month partition of the open rows if it is missing. The partition job (jobs.ts) creates months ahead, so
 * a missing current month means that the job does not run: that raises an alert.
 */
export async function ensureRowMonth(deps: { sql: Sql; clock: Clock; log?: Log }, at: Date): Promise<void> {
  if (!(await ensurePartition(deps.sql, ROWS, at))) return;
  const now = deps.clock.now();
  const [first] = await deps.sql<{ count: number }[]>`
    select count(*)::int as count from pg_inherits where inhparent = ${ROWS}::regclass`;
  // Not an alert: the first partition of a new database, or a past month that a backfill needs.
  const isCurrent = at.getUTCFullYear() === now.getUTCFullYear() && at.getUTCMonth() === now.getUTCMonth();
  if ((first?.count ?? 0) <= 1 || !isCurrent) return;
  const month = at.toISOString().slice(0, 7);
  await raiseAlert(deps, {
    kind: "partition made by the writer",
    subject: `${ROWS} ${month}`,
    message: `The month ${month} of ${ROWS} was missing and the writer made it: the partition job does not run.`,
  });
}
