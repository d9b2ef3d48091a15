import type { BucketRow } from "#features/history/ingest/parse-bucket.ts";

/**
 * Counts of items that differ, that only the roll-up has (`missing`), and that only the stored bucket has (`extra`),
 * with the item of the largest price difference (gp).
 */
export type Drift = {
  differing: number;
  missing: number;
  extra: number;
  worstItemId: number | null;
  worstGp: number | null;
};

/** The feed averages trades. A roll-up averages the feed's averages, which are already rounded to 1 gp. */
const ROUNDING_GP = 1;

const differenceOf = (a: number | null, b: number | null): number =>
  a === null || b === null ? (a === b ? 0 : Infinity) : Math.abs(a - b);

/**
 * Compares a stored bucket with its recomputation. Returns null if they are equal or, unless `exact`, differ only by
 * rounding.
 */
export function driftOf(
  recomputed: readonly BucketRow[],
  stored: readonly BucketRow[],
  { exact }: { exact: boolean },
): Drift | null {
  const allowedGp = exact ? 0 : ROUNDING_GP;
  const storedById = new Map(stored.map((row) => [row.itemId, row]));
  const drift: Drift = { differing: 0, missing: 0, extra: 0, worstItemId: null, worstGp: null };
  for (const row of recomputed) {
    const other = storedById.get(row.itemId);
    storedById.delete(row.itemId);
    if (other === undefined) {
      drift.missing += 1;
      continue;
    }
    const difference = Math.max(
      differenceOf(row.avgHigh, other.avgHigh),
      differenceOf(row.avgLow, other.avgLow),
    );
    const sameUnits = row.highVolume === other.highVolume && row.lowVolume === other.lowVolume;
    if (difference <= allowedGp && sameUnits) continue;
    drift.differing += 1;
    if (Number.isFinite(difference) && difference > (drift.worstGp ?? 0)) {
      drift.worstGp = difference;
      drift.worstItemId = row.itemId;
    }
  }
  drift.extra = storedById.size;
  return drift.differing + drift.missing + drift.extra === 0 ? null : drift;
}
