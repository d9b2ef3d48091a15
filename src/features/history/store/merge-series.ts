import type { TransactionSql } from "postgres";
import { pgArray } from "#platform/db/pg-array.ts";
import { checksumOf, decodeSeries, encodeSeries } from "#features/history/codec/series-codec.ts";
import { noPoints } from "#features/history/rules/series-points.ts";
import type { Points } from "#features/history/rules/series-points.ts";
import type { Period } from "#features/history/rules/period.ts";
import { isEqual, mergePoints } from "#features/history/codec/points.ts";
import { frameOf } from "#features/history/rules/period.ts";
import { STEP_S } from "#features/history/rules/step.ts";

export type Merge = {
  /** By item id: points to add. They replace stored points of the same time. */
  newer: ReadonlyMap<number, Points>;
  /** Bucket times (epoch ms) for which `newer` is complete: other items' points at these times are removed. */
  replaced?: ReadonlySet<number>;
};

/** By how much a merge changed a period's totals. `changed`: points added, changed or removed. */
export type Totals = { changed: number; items: number; points: number; checksum: number };

type StoredSeries = { itemId: number; data: Uint8Array };
type Write = { itemId: number; points: number; data: Uint8Array };

/** The series' checksum mixed with its item id, so that swapping two items' series changes the period's sum. */
export const checksumOfItem = (itemId: number, data: Uint8Array): number =>
  (checksumOf(data) ^ Math.imul(itemId, 0x9e37_79b1)) >>> 0;

/**
 * Merges points into the series of a period. The transaction must hold the period's lock exclusively. Writes only the
 * series that change. `among` limits the merge to a range of item ids, both ends included.
 */
export async function mergeSeries(
  tx: TransactionSql,
  period: Period,
  merge: Merge,
  among: { first: number; last: number } = { first: 0, last: 2_147_483_647 },
): Promise<Totals> {
  const frame = frameOf(period.step, period.periodAtMs);
  const stepS = STEP_S[period.step];
  const at = new Date(period.periodAtMs);
  const table = tx(`item_price_series_${period.step}`);
  // Without replaced times, series of other items cannot change and are not read.
  const ids = merge.replaced === undefined ? [...merge.newer.keys()] : null;
  const rows = await tx<StoredSeries[]>`
    select item_id as "itemId", data from ${table}
    where step_s = ${stepS} and period_at = ${at} and item_id between ${among.first} and ${among.last}
      ${ids === null ? tx`` : tx`and item_id = any(${pgArray(ids)}::int[])`}`;
  const stored = new Map(rows.map((row) => [row.itemId, row.data]));

  const totals: Totals = { changed: 0, items: 0, points: 0, checksum: 0 };
  const writes: Write[] = [];
  const emptied: number[] = [];
  for (const itemId of new Set([...stored.keys(), ...merge.newer.keys()])) {
    const data = stored.get(itemId);
    const before = data === undefined ? noPoints() : decodeSeries(data, frame);
    const { points, changed } = mergePoints(before, merge.newer.get(itemId) ?? noPoints(), merge.replaced);
    if (changed === 0) continue;
    totals.changed += changed;
    totals.points += points.at.length - before.at.length;
    if (data !== undefined) {
      totals.items -= 1;
      totals.checksum -= checksumOfItem(itemId, data);
    }
    if (points.at.length === 0) {
      emptied.push(itemId);
      continue;
    }
    const encoded = encodeSeries(points, frame);
    // The rows are deleted next, so the encoding is verified first. This costs a tenth of the work.
    if (!isEqual(decodeSeries(encoded, frame), points)) {
      throw new Error(`the series of item ${itemId} from ${at.toISOString()} does not read back`);
    }
    totals.items += 1;
    totals.checksum += checksumOfItem(itemId, encoded);
    writes.push({ itemId, points: points.at.length, data: encoded });
  }
  if (emptied.length > 0) {
    await tx`delete from ${table}
      where step_s = ${stepS} and period_at = ${at} and item_id = any(${pgArray(emptied)}::int[])`;
  }
  await write(tx, period, writes);
  return totals;
}

async function write(tx: TransactionSql, { step, periodAtMs }: Period, writes: readonly Write[]) {
  if (writes.length === 0) return;
  // The driver cannot send an array of bytea, so the data is sent as hexadecimal text.
  const sorted = writes.toSorted((a, b) => a.itemId - b.itemId);
  await tx`
    insert into ${tx(`item_price_series_${step}`)} (item_id, step_s, period_at, points, data)
    select item_id, ${STEP_S[step]}::int, ${new Date(periodAtMs)}::timestamptz, points, decode(hex, 'hex')
    from unnest(
      ${pgArray(sorted.map((row) => row.itemId))}::int[], ${pgArray(sorted.map((row) => row.points))}::smallint[],
      ${pgArray(sorted.map((row) => Buffer.from(row.data).toString("hex")))}::text[]
    ) as input (item_id, points, hex)
    on conflict (item_id, step_s, period_at) do update set points = excluded.points, data = excluded.data`;
}

/** Marks a period as sealed, or adds to its totals if it already is. */
export async function recordSealed(
  tx: TransactionSql,
  period: Period,
  totals: Totals,
  now: Date,
): Promise<void> {
  await tx`
    insert into sealed_periods as existing (step_s, period_at, items, points, checksum, sealed_at)
    values (${STEP_S[period.step]}, ${new Date(period.periodAtMs)}, ${totals.items}, ${totals.points},
      ${totals.checksum}, ${now})
    on conflict (step_s, period_at) do update set items = existing.items + excluded.items,
      points = existing.points + excluded.points, checksum = existing.checksum + excluded.checksum,
      reopened = existing.reopened + ${totals.changed > 0 ? 1 : 0}`;
}
