import { once } from "node:events";
import { finished } from "node:stream/promises";
import type { Sql } from "postgres";
import { stepMs } from "#features/history/rules/bucket.ts";
import type { Timestep } from "#features/history/contract.ts";
import type { Bucket } from "#features/history/ingest/parse-bucket.ts";
import { copyLines } from "./history-days.ts";
import type { Day } from "./history-days.ts";

export const ROW_TABLE = "bench_rows";

/** The plain layout: one row a point in monthly partitions, indexed by item, step and time. */
export async function createRowTable(sql: Sql, months: readonly Date[]): Promise<void> {
  await sql.unsafe(`
    create table ${ROW_TABLE} (item_id integer not null, step_s integer not null, bucket_at timestamptz not null,
      avg_high bigint, avg_low bigint, high_volume bigint not null, low_volume bigint not null,
      primary key (item_id, step_s, bucket_at)) partition by range (bucket_at)`);
  for (const month of months) {
    const next = new Date(Date.UTC(month.getUTCFullYear(), month.getUTCMonth() + 1, 1));
    await sql.unsafe(`create table ${ROW_TABLE}_${month.toISOString().slice(0, 7).replace("-", "")}
      partition of ${ROW_TABLE} for values from ('${month.toISOString()}') to ('${next.toISOString()}')`);
  }
}

export async function copyDay(sql: Sql, day: Day): Promise<void> {
  const into = await sql`copy ${sql(ROW_TABLE)} from stdin`.writable();
  const written = finished(into);
  for (const lines of copyLines(day)) {
    if (!into.write(lines)) await once(into, "drain");
  }
  into.end();
  await written;
}

/** The bytes of all partitions of a table: heap, indexes, TOAST and maps. */
export async function bytesOf(sql: Sql, table: string): Promise<number> {
  const [row] = await sql<{ bytes: number }[]>`
    select coalesce(sum(pg_total_relation_size(relid)), 0)::float8 as bytes
    from pg_partition_tree(${table}::regclass) where isleaf`;
  return row?.bytes ?? 0;
}

/** A pseudo-random number in [0, 1) from two numbers, the same in every run. */
export function seededRandom(a: number, b: number): number {
  let hash = Math.imul(a ^ 0x9e37_79b9, 0x85eb_ca6b) ^ Math.imul(b, 0xc2b2_ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b_3c6d);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}

/**
 * An item's statistics from a simulated day: mean price, units per slot, and the share of slots in which it trades.
 */
export type ItemStats = { itemId: number; price: number; units: number; share: number };

export function itemStatsOf(day: Day): ItemStats[] {
  const sums = new Map<number, { price: number; units: number; points: number }>();
  for (let i = 0; i < day.items.length; i += 1) {
    const itemId = day.items[i] ?? 0;
    const sum = sums.get(itemId) ?? { price: 0, units: 0, points: 0 };
    sums.set(itemId, sum);
    sum.price += day.high[i] || day.low[i] || 0;
    sum.units += (day.highVolume[i] ?? 0) + (day.lowVolume[i] ?? 0);
    sum.points += 1;
  }
  return [...sums].map(([itemId, { price, units, points }]) => ({
    itemId,
    price: Math.round(price / points),
    units: units / 288,
    share: points / 288,
  }));
}

/** Buckets of a longer step for earlier years, from a seeded generator with the simulated items' statistics. */
export function generateBuckets(
  habits: readonly ItemStats[],
  step: Timestep,
  fromMs: number,
  toMs: number,
): Bucket[] {
  const length = stepMs(step);
  const buckets: Bucket[] = [];
  for (let bucketAtMs = fromMs; bucketAtMs < toMs; bucketAtMs += length) {
    const slots = length / 300_000;
    const rows = habits
      .filter(({ itemId, share }) => seededRandom(itemId, bucketAtMs / 300_000) < 1 - (1 - share) ** slots)
      .map(({ itemId, price, units }) => {
        const drift =
          Math.sin(bucketAtMs / 4e9 + itemId) * 0.1 + seededRandom(bucketAtMs / 300_000, itemId) * 0.02;
        const volume = Math.max(
          1,
          Math.round((units * slots * (0.5 + seededRandom(itemId, bucketAtMs / length))) / 2),
        );
        const avgLow = Math.max(1, Math.round(price * (1 + drift)));
        return {
          itemId,
          avgHigh: avgLow + Math.ceil(price / 60),
          avgLow,
          highVolume: volume,
          lowVolume: volume,
        };
      });
    if (rows.length > 0) buckets.push({ bucketAtMs, rows });
  }
  return buckets;
}

export const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN;

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return performance.now() - startedMs;
}
