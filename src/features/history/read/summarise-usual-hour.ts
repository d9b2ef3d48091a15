import type { Sql } from "postgres";
import { pgArray } from "#platform/db/pg-array.ts";
import { epochMsText } from "#platform/db/epoch.ts";
import { readUsualHour } from "#features/market/ingest/store-usual-volumes.ts";
import type { UsualVolumes } from "#features/market/ingest/store-usual-volumes.ts";
import { iso, stepMs } from "#features/history/rules/bucket.ts";
import { medianOf } from "#features/history/rules/median.ts";
import { periodOf } from "#features/history/rules/period.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import { pointsOfRows } from "./read-points.ts";
import type { StoredRow } from "./read-points.ts";

/** How far back an hour of the week is compared, weeks. */
const WEEKS_BACK = 4;
/** With fewer stored weeks an hour has no pattern yet. */
const MIN_WEEKS = 2;
/** Rows read at once: a sealed month of an item has 744 points, so all items together would take 150 MB. */
const ROWS_AT_ONCE = 200;

const HOUR_MS = stepMs("1h");
const WEEK_MS = 168 * HOUR_MS;

/**
 * Computes what this hour of the week usually sees of each item by side: the median of the stored ones of the last four
 * weeks, where an item absent from a stored hour traded 0. Null if the stored figures are already of this hour and weeks.
 */
export async function summariseUsualHour(sql: Sql, nowMs: number): Promise<UsualVolumes | null> {
  const hourAtMs = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  const wanted = Array.from({ length: WEEKS_BACK }, (_, week) => hourAtMs - (week + 1) * WEEK_MS);
  const [known, stored] = await Promise.all([
    readUsualHour(sql),
    sql<{ at: Date }[]>`
      select bucket_at as at from price_buckets
      where step_s = ${STEP_S["1h"]} and status = 'stored' and bucket_at in ${sql(wanted.map((ms) => new Date(ms)))}`,
  ]);
  const hours = stored.map(({ at }) => at.getTime());
  if (known.hourAtMs === hourAtMs && known.weeks === hours.length) return null;
  return {
    hourAtMs,
    weeks: hours.length,
    byItem: hours.length < MIN_WEEKS ? null : await usualByItem(sql, hours),
  };
}

/** The medians of the given hours (epoch ms) by item, without those that are 0 on both sides. */
async function usualByItem(
  sql: Sql,
  hours: readonly number[],
): Promise<Map<number, { high: number; low: number }>> {
  const units = new Map<number, { high: number[]; low: number[] }>();
  const wanted = new Set(hours);
  const query = { step: "1h", fromMs: Math.min(...hours), toMs: Math.max(...hours) + HOUR_MS } as const;
  const periods = [...new Set(hours.map((ms) => periodOf("1h", ms)))];
  const rows = sql
    .unsafe<StoredRow[]>(
      `select item_id as "itemId", ${epochMsText("period_at")} as "atMs", data,
         null::float8 as "avgHigh", null::float8 as "avgLow", 0::float8 as "highVolume", 0::float8 as "lowVolume"
       from item_price_series_1h where step_s = $1 and period_at = any($2::timestamptz[])
       union all
       select item_id, ${epochMsText("bucket_at")}, null, avg_high::float8, avg_low::float8,
         high_volume::float8, low_volume::float8
       from item_price_history where step_s = $1 and bucket_at = any($3::timestamptz[])`,
      [STEP_S["1h"], pgArray(periods.map(iso)), pgArray(hours.map(iso))],
    )
    .cursor(ROWS_AT_ONCE);
  for await (const batch of rows) {
    for (const row of batch) {
      const { at, highVolume, lowVolume } = pointsOfRows([row], query);
      const own = units.get(row.itemId) ?? { high: [], low: [] };
      units.set(row.itemId, own);
      for (const [index, atMs] of at.entries()) {
        if (!wanted.has(atMs)) continue;
        own.high.push(highVolume[index] ?? 0);
        own.low.push(lowVolume[index] ?? 0);
      }
    }
  }
  const medianWith = (values: readonly number[]) =>
    medianOf([...values, ...Array<number>(hours.length - values.length).fill(0)]) ?? 0;
  const medians = [...units].map(
    ([itemId, { high, low }]) => [itemId, { high: medianWith(high), low: medianWith(low) }] as const,
  );
  return new Map(medians.filter(([, { high, low }]) => high > 0 || low > 0));
}
