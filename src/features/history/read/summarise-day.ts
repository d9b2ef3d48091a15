import type { Sql } from "postgres";
import { stepMs } from "#features/history/rules/bucket.ts";
import type { DaySummary } from "#features/market/ingest/store-stats.ts";
import type { Points } from "#features/history/rules/series-points.ts";
import { newestBucket } from "./find-newest.ts";
import { pointsByItem } from "./read-buckets.ts";

/** The number of hours in a summary, which ends with the newest stored hour. */
export const SUMMARY_HOURS = 24;

type Averages = { avgHigh: number | null; avgLow: number | null };
type Volumes = { highVolume: number; lowVolume: number };

const HOUR_MS = stepMs("1h");

/** Computes what the market list shows of the past: the newest averages and volumes, and the last 24 hours. */
export async function summariseDay(deps: { sql: Sql }): Promise<Omit<DaySummary, "usual">> {
  const { sql } = deps;
  const [newest5m, hourAtMs] = await Promise.all([readNewest(sql), newestBucket(sql, "1h")]);
  if (hourAtMs === null) return { newest5m, newest1h: null, day: new Map(), hoursStored: 0 };

  const fromMs = hourAtMs - (SUMMARY_HOURS - 1) * HOUR_MS;
  const toMs = hourAtMs + HOUR_MS;
  const [byItem, [stored]] = await Promise.all([
    pointsByItem(sql, { step: "1h", fromMs, toMs }),
    sql<{ hours: number }[]>`
      select count(*)::int as hours from price_buckets
      where step_s = 3600 and status = 'stored'
        and bucket_at >= ${new Date(fromMs)} and bucket_at < ${new Date(toMs)}`,
  ]);
  const day = new Map([...byItem].map(([itemId, points]) => [itemId, dayOf(points, fromMs)] as const));
  return { newest5m, newest1h: newestOf(byItem, hourAtMs), day, hoursStored: stored?.hours ?? 0 };
}

async function readNewest(sql: Sql): Promise<ReadonlyMap<number, Averages> | null> {
  const atMs = await newestBucket(sql, "5m");
  if (atMs === null) return null;
  return newestOf(await pointsByItem(sql, { step: "5m", fromMs: atMs, toMs: atMs + stepMs("5m") }), atMs);
}

/** Each item's point at this time; items without one are absent. */
function newestOf(byItem: ReadonlyMap<number, Points>, atMs: number): Map<number, Averages & Volumes> {
  const newest = new Map<number, Averages & Volumes>();
  for (const [itemId, points] of byItem) {
    const last = points.at.length - 1;
    if (points.at[last] !== atMs) continue;
    newest.set(itemId, {
      avgHigh: points.avgHigh[last] ?? null,
      avgLow: points.avgLow[last] ?? null,
      highVolume: points.highVolume[last] ?? 0,
      lowVolume: points.lowVolume[last] ?? 0,
    });
  }
  return newest;
}

function dayOf(points: Points, fromMs: number): Volumes & { mids: (number | null)[] } {
  const mids = Array<number | null>(SUMMARY_HOURS).fill(null);
  const sum = { highVolume: 0, lowVolume: 0 };
  for (const [index, at] of points.at.entries()) {
    sum.highVolume += points.highVolume[index] ?? 0;
    sum.lowVolume += points.lowVolume[index] ?? 0;
    mids[(at - fromMs) / HOUR_MS] = midOf(points.avgHigh[index] ?? null, points.avgLow[index] ?? null);
  }
  return { ...sum, mids };
}

/** The mean of both sides, rounded down to whole gp, or the one side that traded. */
const midOf = (high: number | null, low: number | null): number | null =>
  high === null || low === null ? (high ?? low) : Math.floor((high + low) / 2);
