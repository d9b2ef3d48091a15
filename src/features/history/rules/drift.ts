import type { BucketRow } from "#features/history/backfill/parse-bucket.ts";

/** Items that differ, that only the roll-up has, that only the stored bucket has; the largest price difference (gp). */
export type Drift = {
  differing: number;
  missing: number;
  extra: number;
  worstItemId: number | null;
  worstGp: number | null;
};

/** The feed averages single trades, we average its averages: each of those was rounded once. */
const ROUNDING_GP = 1;

const gapOf = (a: number | null, b: number | null): number =>
  a === null || b === null ? (a === b ? 0 : Infinity) : Math.abs(a - b);

/** How a stored bucket differs from one made anew; null where it does not, or, unless `exact`, by rounding alone. */
export function driftOf(
  made: readonly BucketRow[],
  stored: readonly BucketRow[],
  { exact }: { exact: boolean },
): Drift | null {
  const allowedGp = exact ? 0 : ROUNDING_GP;
  const storedOf = new Map(stored.map((row) => [row.itemId, row]));
  const drift: Drift = { differing: 0, missing: 0, extra: 0, worstItemId: null, worstGp: null };
  for (const row of made) {
    const other = storedOf.get(row.itemId);
    storedOf.delete(row.itemId);
    if (other === undefined) {
      drift.missing += 1;
      continue;
    }
    const gap = Math.max(gapOf(row.avgHigh, other.avgHigh), gapOf(row.avgLow, other.avgLow));
    const sameUnits = row.highVolume === other.highVolume && row.lowVolume === other.lowVolume;
    if (gap <= allowedGp && sameUnits) continue;
    drift.differing += 1;
    if (Number.isFinite(gap) && gap > (drift.worstGp ?? 0)) {
      drift.worstGp = gap;
      drift.worstItemId = row.itemId;
    }
  }
  drift.extra = storedOf.size;
  return drift.differing + drift.missing + drift.extra === 0 ? null : drift;
}
