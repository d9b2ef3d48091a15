import type { Sql } from "postgres";
import type { Clock } from "#platform/clock.ts";
import { epochMs } from "#platform/db/epoch.ts";
import { driftOf } from "#features/history/rollup/drift.ts";
import type { Drift } from "#features/history/rollup/drift.ts";
import { STEP_S } from "#features/history/rules/step.ts";
import { findSources, longSteps } from "./find-sources.ts";
import type { LongStep } from "./find-sources.ts";
import type { Origin } from "#features/history/store/record-buckets.ts";
import { readBucketsOn } from "#features/history/read/read-buckets.ts";
import { makeBuckets } from "./roll-up-buckets.ts";

const DAY_MS = 86_400_000;

/** `unchecked`: buckets that differed before and could not be compared this time. */
export type DriftReport = { checked: number; drifted: number; unchecked: number };

/**
 * Recomputes the roll-ups of one UTC day and compares them with the stored buckets. A difference stays in history_drift
 * until a later check finds none, or the bucket is no longer stored. Skips buckets that are due for roll-up or whose
 * shorter buckets are incomplete.
 */
export async function checkDrift(
  deps: { sql: Sql; clock: Clock },
  { dayAtMs }: { dayAtMs: number },
): Promise<DriftReport> {
  const { sql } = deps;
  const report: DriftReport = { checked: 0, drifted: 0, unchecked: 0 };
  for (const step of longSteps) {
    const origins = await findCheckable(sql, step, dayAtMs);
    const bucketsAtMs = [...origins.keys()];
    if (bucketsAtMs.length === 0) continue;
    // At time 0 an incomplete bucket is answered with `wait`, so it is skipped.
    const sources = await findSources(sql, step, bucketsAtMs, 0);
    const complete = bucketsAtMs.filter((at) => sources.get(at) === "5m" || sources.get(at) === "1h");
    const recomputed = await makeBuckets(sql, step, complete, sources);
    const stored = await readBucketsOn(sql, { step, fromMs: dayAtMs, toMs: dayAtMs + DAY_MS });
    const storedAt = new Map(stored.map((bucket) => [bucket.bucketAtMs, bucket.rows]));
    for (const { bucketAtMs, rows } of recomputed) {
      const origin = origins.get(bucketAtMs) ?? "feed";
      const drift = driftOf(rows, storedAt.get(bucketAtMs) ?? [], { exact: origin === "rollup" });
      report.checked += 1;
      if (drift !== null) report.drifted += 1;
      await saveDrift(deps, { step, bucketAtMs, origin }, drift);
    }
  }
  report.unchecked = (await countDrifts(sql, dayAtMs)) - report.drifted;
  return report;
}

/** Forgets the differences of buckets that are no longer stored, and counts the others of the day. */
async function countDrifts(sql: Sql, dayAtMs: number): Promise<number> {
  const [from, to] = [new Date(dayAtMs), new Date(dayAtMs + DAY_MS)];
  await sql`
    delete from history_drift as drift where bucket_at >= ${from} and bucket_at < ${to}
      and not exists (select from price_buckets as bucket where bucket.status = 'stored'
        and bucket.step_s = drift.step_s and bucket.bucket_at = drift.bucket_at)`;
  const [row] = await sql<{ drifts: number }[]>`
    select count(*)::int as drifts from history_drift where bucket_at >= ${from} and bucket_at < ${to}`;
  return row?.drifts ?? 0;
}

async function findCheckable(sql: Sql, step: LongStep, dayAtMs: number): Promise<Map<number, Origin>> {
  const rows = await sql<{ atMs: number; origin: Origin }[]>`
    select ${epochMs(sql, "bucket_at")} as "atMs", origin from price_buckets
    where step_s = ${STEP_S[step]} and status = 'stored'
      and bucket_at >= ${new Date(dayAtMs)} and bucket_at < ${new Date(dayAtMs + DAY_MS)}
      and not exists (select from rollups_due as due
        where due.step_s = price_buckets.step_s and due.bucket_at = price_buckets.bucket_at)`;
  return new Map(rows.map(({ atMs, origin }) => [atMs, origin]));
}

async function saveDrift(
  { sql, clock }: { sql: Sql; clock: Clock },
  { step, bucketAtMs, origin }: { step: LongStep; bucketAtMs: number; origin: Origin },
  drift: Drift | null,
): Promise<void> {
  const stepS = STEP_S[step];
  const at = new Date(bucketAtMs);
  if (drift === null) {
    await sql`delete from history_drift where step_s = ${stepS} and bucket_at = ${at}`;
    return;
  }
  await sql`
    insert into history_drift
      (step_s, bucket_at, origin, differing, missing, extra, worst_item_id, worst_gp, checked_at)
    values (${stepS}, ${at}, ${origin}, ${drift.differing}, ${drift.missing}, ${drift.extra},
      ${drift.worstItemId}, ${drift.worstGp}, ${clock.now()})
    on conflict (step_s, bucket_at) do update set origin = excluded.origin, differing = excluded.differing,
      missing = excluded.missing, extra = excluded.extra, worst_item_id = excluded.worst_item_id,
      worst_gp = excluded.worst_gp, checked_at = excluded.checked_at`;
}
