import type { Sql, TransactionSql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import { epochMs } from "#platform/db/epoch.ts";
import { noPoints } from "#features/history/rules/series-points.ts";
import type { Points } from "#features/history/rules/series-points.ts";
import { pushPoint } from "#features/history/codec/points.ts";
import { mergeSeries, recordSealed } from "./merge-series.ts";
import type { Totals } from "./merge-series.ts";
import { periodEnd } from "#features/history/rules/period.ts";
import type { Period } from "#features/history/rules/period.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import type { StoredRow } from "#features/history/read/read-points.ts";
import { isSealed, withPeriod } from "./with-period.ts";

/** Bounds memory: a month of 1h points of this many items is about 300,000 points. */
const ITEMS_AT_ONCE = 400;

/**
 * Moves a closed period's rows into one series per item, in one transaction, so that a crash leaves either the rows or
 * the series. Sealing again changes nothing. The caller checks that the period is closed (`isSealable`).
 */
export async function sealPeriod(deps: { sql: Sql; clock: Clock }, period: Period): Promise<Totals> {
  return withPeriod(deps, period, "always", async (tx, { now }) => {
    const totals = await sealRows(tx, period);
    if (totals.changed > 0 || !(await isSealed(tx, period))) await recordSealed(tx, period, totals, now);
    return totals;
  });
}

/** Merges a period's rows into its series and deletes them. The transaction must hold the period's lock exclusively. */
export async function sealRows(tx: TransactionSql, period: Period): Promise<Totals> {
  const stepS = STEP_S[period.step];
  const from = new Date(period.periodAtMs);
  const to = new Date(periodEnd(period.step, period.periodAtMs));
  const ids = await tx<{ itemId: number }[]>`
    select distinct item_id as "itemId" from item_price_history
    where step_s = ${stepS} and bucket_at >= ${from} and bucket_at < ${to} order by 1`;
  const totals: Totals = { changed: 0, items: 0, points: 0, checksum: 0 };
  let read = 0;
  for (let start = 0; start < ids.length; start += ITEMS_AT_ONCE) {
    const first = ids[start]?.itemId ?? 0;
    const last = ids[Math.min(start + ITEMS_AT_ONCE, ids.length) - 1]?.itemId ?? 0;
    const rows = await tx<StoredRow[]>`
      select item_id as "itemId", ${epochMs(tx, "bucket_at")} as "atMs",
        avg_high::float8 as "avgHigh", avg_low::float8 as "avgLow",
        high_volume::float8 as "highVolume", low_volume::float8 as "lowVolume"
      from item_price_history
      where step_s = ${stepS} and bucket_at >= ${from} and bucket_at < ${to}
        and item_id between ${first} and ${last}
      order by item_id, bucket_at`;
    read += rows.length;
    const part = await mergeSeries(tx, period, { newer: pointsByItemOf(rows) }, { first, last });
    totals.changed += part.changed;
    totals.items += part.items;
    totals.points += part.points;
    totals.checksum += part.checksum;
  }
  if (read === 0) return totals;
  const deleted = await tx`delete from item_price_history
    where step_s = ${stepS} and bucket_at >= ${from} and bucket_at < ${to}`;
  // The lock guarantees this. If a writer ignored the lock, fail instead of deleting its rows.
  if (deleted.count !== read) throw new Error(`sealing read ${read} rows and would delete ${deleted.count}`);
  return totals;
}

function pointsByItemOf(rows: readonly StoredRow[]): Map<number, Points> {
  const byItem = new Map<number, Points>();
  for (const row of rows) {
    const points = byItem.get(row.itemId) ?? noPoints();
    if (points.at.length === 0) byItem.set(row.itemId, points);
    pushPoint(points, row.atMs, row);
  }
  return byItem;
}
