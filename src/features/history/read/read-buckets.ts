import type { Sql, TransactionSql } from "postgres";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import { epochMsText } from "#platform/db/epoch.ts";
import { iso, stepMs } from "#features/history/rules/bucket.ts";
import type { Points } from "#features/history/rules/series-points.ts";
import type { Timestep } from "#features/history/contract.ts";
import type { Bucket, BucketRow } from "#features/history/ingest/parse-bucket.ts";
import { periodOf } from "#features/history/rules/period.ts";
import { rollUp } from "#features/history/rules/rollup.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import { pointsOfRows } from "./read-points.ts";
import type { StoredRow } from "./read-points.ts";

/** Selects buckets of all items that start in [fromMs, toMs), epoch ms. A day of 5m is about 500,000 points: ask for no more. */
export type BucketsQuery = { step: Timestep; fromMs: number; toMs: number };

/** Reads every item's points in the range, by item id, sealed and open alike. Items without points are absent. */
export async function pointsByItem(
  sql: Sql | TransactionSql,
  query: BucketsQuery,
): Promise<Map<number, Points>> {
  const { step, fromMs, toMs } = query;
  const rows = await sql.unsafe<StoredRow[]>(
    `select item_id as "itemId", ${epochMsText("period_at")} as "atMs", data,
       null::float8 as "avgHigh", null::float8 as "avgLow", 0::float8 as "highVolume", 0::float8 as "lowVolume"
     from "item_price_series_${step}"
     where step_s = $1 and period_at >= $2::timestamptz and period_at < $4::timestamptz
     union all
     select item_id, ${epochMsText("bucket_at")}, null, avg_high::float8, avg_low::float8,
       high_volume::float8, low_volume::float8
     from item_price_history
     where step_s = $1 and bucket_at >= $3::timestamptz and bucket_at < $4::timestamptz`,
    [STEP_S[step], iso(periodOf(step, fromMs)), iso(fromMs), iso(toMs)],
  );
  const byItem = new Map<number, StoredRow[]>();
  for (const row of rows) {
    const own = byItem.get(row.itemId);
    if (own === undefined) byItem.set(row.itemId, [row]);
    else own.push(row);
  }
  const points = new Map<number, Points>();
  for (const [itemId, own] of byItem) {
    const found = pointsOfRows(own, query);
    if (found.at.length > 0) points.set(itemId, found);
  }
  return points;
}

/** Converts points by item to buckets in time order, their rows by item id. Buckets without trades are absent. */
export function bucketsOf(byItem: ReadonlyMap<number, Points>): Bucket[] {
  const rows = new Map<number, BucketRow[]>();
  for (const [itemId, points] of [...byItem].toSorted(([a], [b]) => a - b)) {
    for (const [index, atMs] of points.at.entries()) {
      const bucket = rows.get(atMs) ?? [];
      rows.set(atMs, bucket);
      bucket.push({
        itemId,
        avgHigh: points.avgHigh[index] ?? null,
        avgLow: points.avgLow[index] ?? null,
        highVolume: points.highVolume[index] ?? 0,
        lowVolume: points.lowVolume[index] ?? 0,
      });
    }
  }
  return [...rows]
    .toSorted(([a], [b]) => a - b)
    .map(([bucketAtMs, bucket]) => ({ bucketAtMs, rows: bucket }));
}

/** Does the same on a given client or transaction. */
export const readBucketsOn = async (sql: Sql | TransactionSql, query: BucketsQuery): Promise<Bucket[]> =>
  bucketsOf(await pointsByItem(sql, query));

/** Reads the stored buckets of all items in a range, oldest first, sealed and open alike. */
export const readBuckets = (deps: { dbRead: Db }, query: BucketsQuery): Promise<Bucket[]> =>
  readBucketsOn(clientOf(deps.dbRead), query);

/** Computes the 6h bucket that starts at `fromMs` (epoch ms) from the stored 1h buckets; null if none of them is stored. */
export async function rollUpHours(deps: { dbRead: Db }, fromMs: number): Promise<Bucket | null> {
  const widthMs = stepMs("6h");
  const hours = await pointsByItem(clientOf(deps.dbRead), { step: "1h", fromMs, toMs: fromMs + widthMs });
  const [bucket] = bucketsOf(
    new Map([...hours].map(([itemId, points]) => [itemId, rollUp(points, widthMs)])),
  );
  return bucket ?? null;
}
