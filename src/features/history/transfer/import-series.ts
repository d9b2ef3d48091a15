import type { Sql, TransactionSql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import type { StoredStep } from "#features/history/rules/bucket.ts";
import { noPoints } from "#features/history/rules/series-points.ts";
import type { Timestep } from "#features/history/contract.ts";
import { pushPoint } from "#features/history/codec/points.ts";
import { mergeSeries, recordSealed } from "#features/history/store/merge-series.ts";
import { markRollupsDue } from "#features/history/store/record-buckets.ts";
import type { Bucket } from "#features/history/ingest/parse-bucket.ts";
import type { ItemSeries } from "#features/history/ingest/parse-series.ts";
import { periodOf } from "#features/history/rules/period.ts";
import type { Period } from "#features/history/rules/period.ts";
import { sealRows } from "#features/history/store/seal-period.ts";
import { withPeriod } from "#features/history/store/with-period.ts";
import { writeRows } from "#features/history/store/write-rows.ts";

type Deps = { sql: Sql; clock: Clock };

/**
 * Adds one item's points to the stored history, in one transaction per period, and returns how many points changed.
 * Other items' points stay. The buckets are not recorded as stored, since they lack all other items. The longer buckets
 * that contain them are queued for roll-up.
 */
export async function importSeries(deps: Deps, step: StoredStep, series: ItemSeries): Promise<number> {
  let changed = 0;
  for (const [periodAtMs, buckets] of Map.groupBy(series.buckets, (bucket) =>
    periodOf(step, bucket.bucketAtMs),
  )) {
    changed += await storePeriod(deps, { step, periodAtMs }, { itemId: series.itemId, buckets });
  }
  return changed;
}

const storePeriod = (deps: Deps, period: Period, series: ItemSeries): Promise<number> =>
  withPeriod(deps, period, "closed", async (tx, { sealed, now }) => {
    const { step } = period;
    const changed = sealed
      ? await mergeItem(tx, period, series, now)
      : await writeItem(tx, step, series.buckets);
    const times = series.buckets.map(({ bucketAtMs }) => bucketAtMs);
    if (changed > 0) await markRollupsDue(tx, { step, now }, times);
    return changed;
  });

async function mergeItem(tx: TransactionSql, period: Period, { itemId, buckets }: ItemSeries, now: Date) {
  const points = noPoints();
  for (const { bucketAtMs, rows } of buckets) {
    for (const row of rows) pushPoint(points, bucketAtMs, row);
  }
  const sealed = await sealRows(tx, period);
  if (sealed.changed > 0) await recordSealed(tx, period, sealed, now);
  const totals = await mergeSeries(tx, period, { newer: new Map([[itemId, points]]) });
  if (totals.changed > 0) await recordSealed(tx, period, totals, now);
  return totals.changed;
}

async function writeItem(tx: TransactionSql, step: Timestep, buckets: readonly Bucket[]): Promise<number> {
  let changed = 0;
  for (const bucket of buckets) changed += await writeRows(tx, { step, bucket, replaces: false });
  return changed;
}
