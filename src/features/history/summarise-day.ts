import type { Sql } from "postgres";
import { stepMs } from "./bucket.ts";

/** Hours that a day's summary spans, ending with the newest stored hour. */
export const SUMMARY_HOURS = 24;

type Averages = { avgHigh: number | null; avgLow: number | null };
type Volumes = { highVolume: number; lowVolume: number };

export type DaySummary = {
  /** By item, of the newest stored bucket; an item that is absent did not trade in it. Null: none is stored. */
  newest5m: ReadonlyMap<number, Averages> | null;
  newest1h: ReadonlyMap<number, Averages & Volumes> | null;
  /** By item: units by side over all stored hours, and the mid price (gp) of each, oldest hour first. */
  day: ReadonlyMap<number, Volumes & { mids: (number | null)[] }>;
  /** How many of the day's hours are stored. */
  hoursStored: number;
};

type BucketLine = {
  itemId: number;
  avgHigh: string | null;
  avgLow: string | null;
  highVolume: string;
  lowVolume: string;
};

const numberOrNull = (value: string | null): number | null => (value === null ? null : Number(value));

async function readNewest(sql: Sql, step: "5m" | "1h") {
  const [newest] = await sql<{ at: Date | null }[]>`
    select max(bucket_at) as at from price_buckets where step_s = ${stepMs(step) / 1_000} and status = 'stored'`;
  if (!newest?.at) return null;
  const rows = await sql<BucketLine[]>`
    select item_id as "itemId", avg_high as "avgHigh", avg_low as "avgLow",
      high_volume as "highVolume", low_volume as "lowVolume"
    from item_price_history where step_s = ${stepMs(step) / 1_000} and bucket_at = ${newest.at}`;
  const lines = rows.map(
    (row) =>
      [
        row.itemId,
        {
          avgHigh: numberOrNull(row.avgHigh),
          avgLow: numberOrNull(row.avgLow),
          highVolume: Number(row.highVolume),
          lowVolume: Number(row.lowVolume),
        },
      ] as const,
  );
  return { at: newest.at, byItem: new Map(lines) };
}

type DayLine = {
  itemId: number;
  highVolume: string;
  lowVolume: string;
  hours: number[];
  mids: (number | null)[];
};

/** The mid of an hour is the middle of both sides, or the one side that traded. */
const readDay = (sql: Sql, last: Date) => sql<DayLine[]>`
  select item_id as "itemId", sum(high_volume)::bigint as "highVolume", sum(low_volume)::bigint as "lowVolume",
    json_agg(hour) as hours, json_agg(mid) as mids
  from (
    select item_id, high_volume, low_volume,
      ${SUMMARY_HOURS - 1} - (extract(epoch from ${last}::timestamptz - bucket_at) / 3600)::int as hour,
      coalesce((avg_high + avg_low) / 2, avg_high, avg_low) as mid
    from item_price_history
    where step_s = 3600 and bucket_at <= ${last}
      and bucket_at > ${new Date(last.getTime() - SUMMARY_HOURS * stepMs("1h"))}
  ) as hourly
  group by item_id`;

/** What the market list shows of the past: the newest averages and volumes, and the last 24 stored hours. */
export async function summariseDay(deps: { sql: Sql }): Promise<DaySummary> {
  const { sql } = deps;
  const [fiveMinutes, hour] = await Promise.all([readNewest(sql, "5m"), readNewest(sql, "1h")]);
  if (hour === null) {
    return { newest5m: fiveMinutes?.byItem ?? null, newest1h: null, day: new Map(), hoursStored: 0 };
  }
  const [lines, [stored]] = await Promise.all([
    readDay(sql, hour.at),
    sql<{ hours: number }[]>`
      select count(*)::int as hours from price_buckets
      where step_s = 3600 and status = 'stored' and bucket_at <= ${hour.at}
        and bucket_at > ${new Date(hour.at.getTime() - SUMMARY_HOURS * stepMs("1h"))}`,
  ]);
  const day = new Map(lines.map((line) => [line.itemId, { ...volumesOf(line), mids: midsOf(line) }]));
  return {
    newest5m: fiveMinutes?.byItem ?? null,
    newest1h: hour.byItem,
    day,
    hoursStored: stored?.hours ?? 0,
  };
}

const volumesOf = (line: DayLine): Volumes => ({
  highVolume: Number(line.highVolume),
  lowVolume: Number(line.lowVolume),
});

function midsOf(line: DayLine): (number | null)[] {
  const mids = Array<number | null>(SUMMARY_HOURS).fill(null);
  line.hours.forEach((hour, index) => {
    mids[hour] = line.mids[index] ?? null;
  });
  return mids;
}
