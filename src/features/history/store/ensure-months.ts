import type { Sql } from "postgres";
import type { Log } from "#platform/log/log.ts";
import type { Clock } from "#platform/clock.ts";
import { ensurePartition } from "#platform/db/partitions.ts";
import type { Timestep } from "#features/history/contract.ts";
import { raiseAlert } from "#features/history/admin/raise-alert.ts";

export const ROWS = "item_price_history";
/** The largest that PostgreSQL allows: a month of 1h of a busy item is 4 KB, and is read whole. */
export const SERIES_STORAGE = { wholeRowBytes: 8_160 } as const;

export const seriesTable = (step: Timestep): string => `item_price_series_${step}`;

/** The month of the series, which nobody makes ahead: what is sealed or imported is of any age. */
export const ensureSeriesMonth = (sql: Sql, step: Timestep, at: Date): Promise<boolean> =>
  ensurePartition(sql, seriesTable(step), at, SERIES_STORAGE);

/**
 * The month of the open rows. The partition job makes months ahead of time (jobs.ts); a writer that has to make the
 * current one itself has found that job dead, and says so.
 */
export async function ensureRowMonth(deps: { sql: Sql; clock: Clock; log?: Log }, at: Date): Promise<void> {
  if (!(await ensurePartition(deps.sql, ROWS, at))) return;
  const now = deps.clock.now();
  const [first] = await deps.sql<{ count: number }[]>`
    select count(*)::int as count from pg_inherits where inhparent = ${ROWS}::regclass`;
  // On a first start there is nothing to be made ahead of, and a past month is a backfill's.
  const isCurrent = at.getUTCFullYear() === now.getUTCFullYear() && at.getUTCMonth() === now.getUTCMonth();
  if ((first?.count ?? 0) <= 1 || !isCurrent) return;
  const month = at.toISOString().slice(0, 7);
  await raiseAlert(deps, {
    kind: "partition made by the writer",
    subject: `${ROWS} ${month}`,
    message: `The month ${month} of ${ROWS} was missing and the writer made it: the partition job does not run.`,
  });
}
