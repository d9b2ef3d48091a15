import type { Sql, TransactionSql } from "postgres";
import { clientOf } from "#platform/db/db.ts";
import type { Db } from "#platform/db/db.ts";
import { epochMsText } from "#platform/db/epoch.ts";
import { iso } from "#features/history/rules/bucket.ts";
import { decodeSeries } from "#features/history/codec/series-codec.ts";
import { noPoints } from "#features/history/rules/series-points.ts";
import type { Points } from "#features/history/rules/series-points.ts";
import type { Timestep } from "#features/history/contract.ts";
import { mergePoints, pushPoint, within } from "#features/history/codec/points.ts";
import { frameOf, periodOf } from "#features/history/rules/period.ts";
import { STEP_S } from "#features/history/rules/step.ts";

export type PointsQuery = {
  itemId: number;
  step: Timestep;
  /** Buckets that start in [fromMs, toMs), epoch ms. */
  fromMs: number;
  toMs: number;
};

/**
 * A sealed series (`data`) at its period's start, or one open row with `data` null. One statement reads both, so that
 * they come from one snapshot.
 */
export type StoredRow = {
  itemId: number;
  atMs: number;
  data: Uint8Array | null;
  avgHigh: number | null;
  avgLow: number | null;
  highVolume: number;
  lowVolume: number;
};

/** The statement that reads sealed and open points, with its parameters. Exported for the benchmark's EXPLAIN. */
export function pointsStatement({ itemId, step, fromMs, toMs }: PointsQuery) {
  const text = `
    select item_id as "itemId", ${epochMsText("period_at")} as "atMs", data, null::float8 as "avgHigh",
      null::float8 as "avgLow", 0::float8 as "highVolume", 0::float8 as "lowVolume"
    from "item_price_series_${step}"
    where item_id = $1 and step_s = $2 and period_at >= $3::timestamptz and period_at < $5::timestamptz
    union all
    select item_id, ${epochMsText("bucket_at")}, null, avg_high::float8, avg_low::float8,
      high_volume::float8, low_volume::float8
    from item_price_history
    where item_id = $1 and step_s = $2 and bucket_at >= $4::timestamptz and bucket_at < $5::timestamptz`;
  return {
    text,
    parameters: [itemId, STEP_S[step], iso(periodOf(step, fromMs)), iso(fromMs), iso(toMs)],
  };
}

/** Converts one item's rows, in any order, to its points in [fromMs, toMs), in time order. */
export function pointsOfRows(
  rows: readonly StoredRow[],
  { step, fromMs, toMs }: Pick<PointsQuery, "step" | "fromMs" | "toMs">,
): Points {
  const sealed = noPoints();
  const open = noPoints();
  for (const row of rows.toSorted((a, b) => a.atMs - b.atMs)) {
    if (row.data === null) pushPoint(open, row.atMs, row);
    else decodeSeries(row.data, frameOf(step, row.atMs), sealed);
  }
  const all = open.at.length === 0 ? sealed : mergePoints(sealed, open).points;
  return within(all, fromMs, toMs);
}

/** Does the same on a given client or transaction. */
export async function pointsOn(sql: Sql | TransactionSql, query: PointsQuery): Promise<Points> {
  const { text, parameters } = pointsStatement(query);
  return pointsOfRows(await sql.unsafe<StoredRow[]>(text, parameters), query);
}

/**
 * Reads one item's points of a step, sealed and open alike, in time order. Throws a SeriesError (`corrupt`) if a stored
 * series is damaged.
 */
export const readPoints = (deps: { dbRead: Db }, query: PointsQuery): Promise<Points> =>
  pointsOn(clientOf(deps.dbRead), query);
