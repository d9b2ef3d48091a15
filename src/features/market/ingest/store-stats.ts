import type { itemStats } from "#features/market/schema.ts";
import type { Sql, TransactionSql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import { pgArray } from "#platform/db/pg-array.ts";
import { bumpVersion } from "./bump-version.ts";
import { storeUsualVolumes } from "./store-usual-volumes.ts";
import type { UsualVolumes } from "./store-usual-volumes.ts";
import { encodeSparkline } from "#features/market/rules/list/sparkline.ts";

/** With fewer stored hours than this the day's volume is unknown, because a partial sum would look like a quiet day. */
export const MIN_HOURS_OF_DAY = 20;
/** The price of a day ago is taken from the first hour with a trade among this many of the oldest hours. */
const DAY_AGO_WITHIN_HOURS = 6;

type Averages = { avgHigh: number | null; avgLow: number | null };
type Volumes = { highVolume: number; lowVolume: number };

/** Figures of the last day from the history: averages in gp, volumes in units. */
export type DaySummary = {
  /** By item, from the newest stored bucket. An item that is absent did not trade in it. Null: no bucket is stored. */
  newest5m: ReadonlyMap<number, Averages> | null;
  newest1h: ReadonlyMap<number, Averages & Volumes> | null;
  /** By item: units by side over all stored hours, and the mid price (gp) of each, oldest hour first. */
  day: ReadonlyMap<number, Volumes & { mids: (number | null)[] }>;
  /** The number of stored hours of the day. */
  hoursStored: number;
  /** Null: what is stored is still of this hour. */
  usual: UsualVolumes | null;
};

type Stats = typeof itemStats.$inferSelect;

/**
 * Stores the figures of the last day that the market list shows beside the latest prices, for all items. The history
 * calls it after it stored a bucket. An item that is absent from a stored bucket traded 0 units in it; if the bucket is
 * not stored, the volume is unknown.
 */
export async function storeStats(
  deps: { sql: Sql; clock: Clock },
  summary: DaySummary,
): Promise<{ changed: number; version: number | null }> {
  return deps.sql.begin(async (tx) => {
    // Rows are locked in the order of ids, so that two concurrent refreshes cannot deadlock.
    const ids = await tx<
      { id: number }[]
    >`select id from items union select item_id from latest_prices order by 1`;
    const stats = ids.map(({ id }) => statsOf(id, summary));
    const changed = (await upsert(tx, stats)) + (await storeUsualVolumes(tx, summary.usual));
    const version = changed > 0 ? await bumpVersion(tx, deps.clock.now()) : null;
    return { changed, version };
  });
}

function statsOf(itemId: number, { newest5m, newest1h, day, hoursStored }: DaySummary): Stats {
  const five = newest5m?.get(itemId);
  const hour = newest1h?.get(itemId);
  const wholeDay = day.get(itemId);
  const dayKnown = hoursStored >= MIN_HOURS_OF_DAY;
  return {
    itemId,
    avgHigh5m: five?.avgHigh ?? null,
    avgLow5m: five?.avgLow ?? null,
    avgHigh1h: hour?.avgHigh ?? null,
    avgLow1h: hour?.avgLow ?? null,
    highVolume1h: newest1h === null ? null : (hour?.highVolume ?? 0),
    lowVolume1h: newest1h === null ? null : (hour?.lowVolume ?? 0),
    highVolume24h: dayKnown ? (wholeDay?.highVolume ?? 0) : null,
    lowVolume24h: dayKnown ? (wholeDay?.lowVolume ?? 0) : null,
    avg24h: meanOf(wholeDay?.mids ?? []),
    mid24hAgo: wholeDay?.mids.slice(0, DAY_AGO_WITHIN_HOURS).find((mid) => mid !== null) ?? null,
    sparkline: wholeDay === undefined ? null : encodeSparkline(wholeDay.mids),
  };
}

/** The mean of the known prices, rounded to whole gp. */
function meanOf(prices: readonly (number | null)[]): number | null {
  const known = prices.filter((price) => price !== null);
  return known.length === 0 ? null : Math.round(known.reduce((sum, price) => sum + price, 0) / known.length);
}

async function upsert(tx: TransactionSql, stats: readonly Stats[]): Promise<number> {
  const written = await tx`
    insert into item_stats as kept (item_id, avg_high_5m, avg_low_5m, avg_high_1h, avg_low_1h, high_volume_1h,
      low_volume_1h, high_volume_24h, low_volume_24h, avg_24h, mid_24h_ago, sparkline)
    select * from unnest(
      ${pgArray(stats.map((row) => row.itemId))}::int[],
      ${pgArray(stats.map((row) => row.avgHigh5m))}::bigint[], ${pgArray(stats.map((row) => row.avgLow5m))}::bigint[],
      ${pgArray(stats.map((row) => row.avgHigh1h))}::bigint[], ${pgArray(stats.map((row) => row.avgLow1h))}::bigint[],
      ${pgArray(stats.map((row) => row.highVolume1h))}::bigint[], ${pgArray(stats.map((row) => row.lowVolume1h))}::bigint[],
      ${pgArray(stats.map((row) => row.highVolume24h))}::bigint[], ${pgArray(stats.map((row) => row.lowVolume24h))}::bigint[],
      ${pgArray(stats.map((row) => row.avg24h))}::bigint[], ${pgArray(stats.map((row) => row.mid24hAgo))}::bigint[],
      ${pgArray(stats.map((row) => row.sparkline))}::text[]
    )
    on conflict (item_id) do update set avg_high_5m = excluded.avg_high_5m, avg_low_5m = excluded.avg_low_5m,
      avg_high_1h = excluded.avg_high_1h, avg_low_1h = excluded.avg_low_1h,
      high_volume_1h = excluded.high_volume_1h, low_volume_1h = excluded.low_volume_1h,
      high_volume_24h = excluded.high_volume_24h, low_volume_24h = excluded.low_volume_24h,
      avg_24h = excluded.avg_24h, mid_24h_ago = excluded.mid_24h_ago, sparkline = excluded.sparkline
    where kept.* is distinct from excluded.*`;
  return written.count;
}
